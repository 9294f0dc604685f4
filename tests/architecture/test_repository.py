"""What is committed names no machine and no registry: it builds anywhere, from wherever the builder says."""

import re

import pytest
from tests.architecture.sources import ROOT, repository_files

pytestmark = pytest.mark.xdist_group("sources")  # one worker reads them
MACHINE = re.compile(r"(?<![\w.:/~$}-])/(?:work|root|Users|home/(?!deskbell\b)\w+)/[\w.]")
REGISTRY = re.compile(
    r"registry\.(?:npmjs|yarnpkg)\.|pypi\.org/(?:simple|packages)|files\.pythonhosted|-{2}index-url|"
    r"[\"']resolved[\"']:\s*[\"']https?:|index\.crates|proxy\.golang|/artifactory[/]",
    re.IGNORECASE,
)
# Parts of samples: put together here, they would break the rule.
HOMES, HOST, OPTION = ("work", "root", "home/someone"), "host/simple", "index-url"
SHOP, RESOLVED = "npmjs", '"resolved"'


def texts():
    """(name, text) of every committed file that is text."""
    for path in repository_files():
        try:
            yield str(path.relative_to(ROOT)), path.read_text()
        except UnicodeDecodeError:
            continue


def found(pattern, files):
    """Where the pattern stands."""
    return [f"{name}: {match[0]}" for name, text in files for match in pattern.finditer(text)]


@pytest.mark.parametrize("pattern", [MACHINE, REGISTRY], ids=["machine", "registry"])
def test_nothing_is_named(pattern):
    assert found(pattern, texts()) == []


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (MACHINE, f"see /{HOMES[0]}/main/api"),
        (MACHINE, f"open('/{HOMES[1]}/.config')"),
        (MACHINE, f"/{HOMES[2]}/deskbell"),
        (REGISTRY, f'{RESOLVED}: "https://{HOST}/a.tgz"'),
        (REGISTRY, f"pip install --{OPTION} https://{HOST}"),
        (REGISTRY, f"https://registry.{SHOP}.org/"),
    ],
)
def test_the_rule_bites(pattern, text):
    assert found(pattern, [("a", text)])
    assert not found(
        pattern, [("a", f"GET /v1/{HOMES[0]}/1, ./{HOMES[1]}/x, https://example.org/{HOMES[0]}/x")]
    )
