# tests/house/plain_words: reads names of Markdown files on standard input, and says what in them breaks a rule of
# plain_words.sh. One line for each finding; the exit code is 1 when there is one.
import os
import re
import subprocess
import sys

MOST_CHARACTERS = 120
MOST_WORDS = 45
MOST_SENTENCES_BETWEEN_TABLES = 3  # of docs/benchmarks.md
MOST_LINES_OF_A_DECISION = 60      # one page
DECISION = ["Context", "Choice", "Consequences"]
MODEL_CARD = ["Intended use", "Data", "Training", "Licence", "Metrics", "Limits"]
found = []


def complain(text):
    found.append(text)
    print(text)


def blocks(lines):
    """Yields (kind, first line number, lines): kind is prose, table, fence, heading or mark."""
    fence, start, inside, info = False, 0, [], ""
    for number, line in enumerate(lines, 1):
        if re.match(r"\s*```", line):
            if fence:
                yield ("fence " + info, start, inside)
                inside = []
            else:
                info = line.strip()[3:]
                start = number
            fence = not fence
        elif fence:
            inside.append(line)
        elif line.startswith("#"):
            yield ("heading", number, [line])
        elif line.startswith("|"):
            yield ("table", number, [line])
        elif line.strip().startswith("<!--"):
            yield ("mark", number, [line])
        else:
            yield ("prose", number, [line])


def anchor(heading):
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading.lstrip("#").strip().lower())
    return re.sub(r"[^\w\- ]", "", text).replace(" ", "-")


def anchors_of(path):
    with open(path, encoding="utf-8") as file:
        return {anchor(part[0]) for kind, _, part in blocks(file.read().split("\n")) if kind == "heading"}


def plain(text):
    """Code is one word; of a link the text counts."""
    text = re.sub(r"`[^`]*`", "code", text)
    return re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)


def sentences_of(text):
    return re.split(r"(?<=[.!?])\s+|(?<=[.!?]\))\s+", plain(text))


def check_sentences(name, number, text):
    for sentence in sentences_of(text):
        words = [word for word in sentence.split() if re.search(r"\w", word)]
        if len(words) > MOST_WORDS:
            complain(f"{name}:{number}: a sentence of {len(words)} words, at most {MOST_WORDS}: {sentence[:70]}...")


def check_links(root, name, number, line):
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`]*`", "", line)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, part = target.partition("#")
        full = os.path.normpath(os.path.join(root, os.path.dirname(name), path)) if path else os.path.join(root, name)
        if not os.path.exists(full):
            complain(f"{name}:{number}: the link '{target}' leads nowhere")
        elif part and full.endswith(".md") and part not in anchors_of(full):
            complain(f"{name}:{number}: the link '{target}' names a heading that is not there")


def check_commands(name, number, lines, marks):
    """tests/cli/documented.sh runs lines that begin with segme; every other command says why it is not run."""
    if "" in marks:
        return
    read = name == "README.md" or name.startswith(("docs/", "models/"))  # what documented.sh reads
    for offset, line in enumerate(lines, 1):
        runs = read and re.match(r"(segme |find [^|]*\| segme )", line)
        if line.strip() and not runs and not any(line.startswith(mark) for mark in marks):
            complain(f"{name}:{number + offset}: nothing runs this command: write <!-- not run: the reason --> above: {line}")


def check(root, name):
    with open(os.path.join(root, name), encoding="utf-8") as file:
        lines = file.read().split("\n")
    paragraph, first, marks = [], 0, set()

    def end():
        if paragraph:
            check_sentences(name, first, " ".join(paragraph))
            paragraph.clear()

    for kind, number, part in blocks(lines):
        line = part[0] if part else ""
        if kind != "prose" or not line.strip() or re.match(r"\s*([-*]|\d+\.)\s", line):
            end()
        if kind == "prose" and line.strip():
            first = first if paragraph else number
            paragraph.append(re.sub(r"^\s*([-*]|\d+\.)\s+", "", line))
            if len(line) > MOST_CHARACTERS and not line.startswith("!["):
                complain(f"{name}:{number}: a line of {len(line)} characters, at most {MOST_CHARACTERS}")
        if kind == "table":
            for cell in line.strip("|").split("|"):
                check_sentences(name, number, cell)
        if kind in ("prose", "table", "heading"):
            check_links(root, name, number, line)
        if kind == "mark":
            mark = re.match(r"<!-- not run(?: \(([^)]+)\))?: (\S.*) -->$", line)
            if mark:
                marks.add(mark.group(1) or "")
        elif kind.strip() in ("fence", "fence sh", "fence bash", "fence shell", "fence console"):
            if kind.strip() != "fence":
                complain(f"{name}:{number}: commands stand between plain ```, where a test looks for them")
            if not any(re.search(r"[│┌└├─]", line) for line in part):  # a drawing
                check_commands(name, number, part, marks)
            marks = set()
        elif line.strip():
            marks = set()
    end()


def check_form(root, name):
    """Decisions and model cards have their usual headings, and benchmarks.md is tables with few words between."""
    with open(os.path.join(root, name), encoding="utf-8") as file:
        parts = list(blocks(file.read().split("\n")))
    headings = [part[0][3:] for kind, _, part in parts if kind == "heading" and part[0].startswith("## ")]
    if re.match(r"docs/decisions/\d", name):
        if headings != DECISION:
            complain(f"{name}: has not the headings {', '.join(DECISION)}")
        if parts[-1][1] > MOST_LINES_OF_A_DECISION:
            complain(f"{name}: is longer than a page of {MOST_LINES_OF_A_DECISION} lines")
    if re.match(r"models/[^/]+/README\.md", name) and headings != MODEL_CARD:
        complain(f"{name}: has not the headings of a model card: {', '.join(MODEL_CARD)}")
    if name != "docs/benchmarks.md":
        return
    said = []
    for kind, number, part in parts + [("table", 0, [""])]:
        if kind == "prose":
            said += part
        elif kind == "table":
            if len(sentences_of(" ".join(said).strip())) > MOST_SENTENCES_BETWEEN_TABLES:
                complain(f"{name}:{number}: more than {MOST_SENTENCES_BETWEEN_TABLES} sentences between two tables")
            said = []


def check_figures(root):
    """Every figure of README stands on the page that tools/benchmarks.sh made; versions of systems are no figures."""
    page = os.path.join(root, "docs/benchmarks.md")
    figures = os.path.join(root, "docs/figures.json")
    if not os.path.exists(figures):
        return
    made = subprocess.run([sys.executable, os.path.join(root, "tools/benchmarks_page.py"), figures], capture_output=True,
                          text=True, check=True).stdout
    with open(page, encoding="utf-8") as file:
        if file.read() != made:
            complain("docs/benchmarks.md: is not what tools/benchmarks.sh --page makes of docs/figures.json")
    others = subprocess.run([sys.executable, os.path.join(root, "tools/benchmarks_page.py"), figures, "--differs", root],
                            capture_output=True, text=True, check=True).stdout
    for name in others.split():
        complain(f"{name}: its figures are not those of docs/figures.json: tools/benchmarks.sh --page writes them")
    with open(os.path.join(root, "README.md"), encoding="utf-8") as file:
        for kind, number, part in blocks(file.read().split("\n")):
            if kind not in ("prose", "table"):
                continue
            text = re.sub(r"`[^`]*`|\]\([^)]*\)|(Debian|Ubuntu) [\d.]+", "", part[0])
            for figure in re.findall(r"(?<![\w.])\d[\d,]*(?:\.\d+)?", text):
                if not re.search(r"(?<![\d.])" + re.escape(figure) + r"(?![\d.])", made):
                    complain(f"README.md:{number}: the figure {figure} is not in docs/benchmarks.md")


root = sys.argv[1]
names = [name for name in sys.stdin.read().split("\n") if name]
if not names:
    complain("found no document to read")
for name in names:
    check(root, name)
    check_form(root, name)
check_figures(root)
sys.exit(1 if found else 0)
