// Asks Lighthouse about some addresses, one after another in one browser, and writes what it found to standard output.
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const { program, flags, addresses, options } = JSON.parse(process.argv[2]);
const chrome = await launch({ chromePath: program, chromeFlags: flags, logLevel: "silent" });
try {
  const found = [];
  for (const address of addresses) {
    const { lhr } = await lighthouse(address, { port: chrome.port, logLevel: "silent", output: [], ...options });
    found.push(told(lhr));
  }
  process.stdout.write(JSON.stringify(found));
} finally {
  chrome.kill();
}

function told({ audits, categories, runtimeError }) {
  const scored = (category) => category.auditRefs.filter(({ weight }) => weight > 0).map(({ id }) => audits[id]);
  const entries = Object.entries(categories);
  return {
    error: runtimeError?.code ?? null,
    scores: Object.fromEntries(entries.map(([id, category]) => [id, category.score])),
    failed: Object.fromEntries(
      entries.map(([id, category]) => [id, scored(category).filter(({ score }) => score !== null && score < 1).map((a) => a.id)]),
    ),
    judged: entries.flatMap(([, category]) => scored(category)).filter(({ score }) => score !== null).length,
    shift: audits["cumulative-layout-shift"].numericValue ?? null,
    blocking: audits["total-blocking-time"].numericValue ?? null,
    painted: audits["largest-contentful-paint"].numericValue ?? null,
    requests: (audits["network-requests"].details?.items ?? []).map(({ url, resourceType, transferSize, statusCode }) => ({
      url, kind: resourceType, bytes: transferSize, status: statusCode,
    })),
  };
}
