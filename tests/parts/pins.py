"""Where things lie, and which exact versions and files the parts are made of."""

from __future__ import annotations

import hashlib
import platform
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
CACHE = ROOT / ".cache" / "parts"
NODE_MODULES = TESTS / "node_modules"

MINISTACK = ("ministack==1.5.33", "aws-sam-translator==1.115.0")
MINISTACK_HOME = CACHE / "ministack"
SAM_CLI = "aws-sam-cli==1.170.0"
SAM_CLI_HOME = CACHE / "sam-cli"
AWS_CLI = "awscli==1.46.3"
AWS_CLI_HOME = CACHE / "aws-cli"
CHECKOV = "checkov==3.3.30"
CHECKOV_HOME = CACHE / "checkov"
LAMBDA_IMAGE_HOME = CACHE / "lambda-image"


class WrongFileError(Exception):
    """A fetched file is not the pinned one. Met when a part starts or is installed: never skip over it."""


@dataclass(frozen=True, slots=True)
class Pin:
    """One file of one published package: its place in there, its place here, and its hash."""

    package: str
    member: str
    file: Path
    sha256: str

    def check(self, content: bytes) -> None:
        """Raise WrongFileError unless the content is the pinned one."""
        found = hashlib.sha256(content).hexdigest()
        if found != self.sha256:
            raise WrongFileError(f"{self.file.name} of {self.package} has sha256 {found}, not {self.sha256}")

    def verify(self) -> None:
        """Raise WrongFileError unless the file that lies here is the pinned one."""
        self.check(self.file.read_bytes())

    def done(self) -> bool:
        """Say whether the pinned file lies here, whole."""
        try:
            self.verify()
        except (OSError, WrongFileError):
            return False
        return True


AMP_ENGINE = Pin(
    package="next@15.2.0",
    member="package/dist/compiled/amphtml-validator/validator_wasm.js",
    file=CACHE / "amp" / "validator_wasm.js",
    sha256="f1f4629ab36f555f5a9937a5cf00f0ef780bf025883c035d06389b151c896f26",
)

_EMULATORS = {
    "x86_64": ("x86_64", "6b1e686e62ab2baf5759c412c4864276ef2a88b094fca53ec070637ccba9b9a5"),
    "aarch64": ("arm64", "ec2e5d09633d853834c008b1ef264bf834b258a94d551d2b2074966494b39a21"),
}


def emulator_pin() -> Pin | None:
    """Return the Lambda runtime emulator for this machine, or None where it cannot run."""
    known = _EMULATORS.get(platform.machine())
    if known is None or platform.system() != "Linux":
        return None
    architecture, sha256 = known
    return Pin(
        package=SAM_CLI,
        member=f"samcli/local/rapid/aws-lambda-rie-{architecture}",
        file=CACHE / "lambda" / f"aws-lambda-rie-{architecture}",
        sha256=sha256,
    )
