"""From each type of block to the function that decides what its template is given."""

from collections.abc import Mapping

from slugline.page.blocks import ads, boxes, embeds, foreign, pictures, players, prose, tables
from slugline.page.composition import ViewFunction
from slugline.story import blocks, media

VIEWS: Mapping[type, ViewFunction] = {
    blocks.Paragraph: prose.paragraph,
    blocks.Heading: prose.heading,
    blocks.List: prose.bullets,
    blocks.BlockQuote: prose.block_quote,
    blocks.PullQuote: prose.pull_quote,
    blocks.Code: prose.code,
    blocks.Divider: prose.divider,
    media.Image: pictures.image,
    media.Gallery: pictures.gallery,
    media.Video: players.video,
    media.Audio: players.audio,
    blocks.Embed: embeds.embed,
    blocks.RawHtml: foreign.raw_html,
    blocks.Ad: ads.ad,
    blocks.Table: tables.table,
    blocks.FactBox: boxes.fact_box,
    blocks.KeyPoints: boxes.key_points,
    blocks.RelatedStories: boxes.related,
    blocks.CorrectionNote: boxes.correction,
    blocks.Update: boxes.update,
    blocks.Rating: boxes.rating,
}
