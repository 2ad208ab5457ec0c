"""Train the error detector: `python -m training.sentences.error_detector FOLDER [--genres A,B] [--start FILE] [--output FILE]`.

FOLDER is what :mod:`training.sentences.natural` wrote. Each step shows the net of :mod:`cleaner.models.error_detector` a mixture
of all sets of :mod:`training.sentences.error_windows`, the few natural ones oftener than their share. Embeddings start as those
of the cloze model. Thresholds and :mod:`training.sentences.tense` need a net that has not seen a genre: train one with
`--genres`, a part of them. The shipped net went on (`--start`) from such a one with all genres, and english.to-past from that
(`--to-past-first`). A checkpoint is kept every 500 steps. 1,500 steps take 10 minutes on one core; needs PyTorch and NumPy.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from cleaner.core.resources import data_file
from cleaner.models.cloze import cloze_model
from cleaner.models.error_detector import DOUBLED, INSTEAD, NEAR, RIGHT, TO_PAST, packed
from training.sentences.error_windows import Text, Windows, confused, doubled, to_past
from training.sentences.natural import read

EMBED, HIDDEN, SECOND = 96, 160, 96  # numbers of a token, units of the first layer and of the second
MIXTURE = {
    "T0": 144, "T0s": 16, "T0p": 112, "T1": 480, "T2": 176, "T3": 64, "D0": 160, "D0a": 48, "D1": 256, "H": 544,
}  # fmt: skip
# The same for a net that goes on with the first question; it forgets some of the others, so it is asked nothing else.
TO_PAST_FIRST = {
    "T0": 128, "T0s": 24, "T0p": 144, "T1": 480, "T2": 160, "T3": 56, "D0": 56, "D0a": 16, "D1": 80, "H": 128,
}  # fmt: skip
QUESTION = {"T": TO_PAST, "D": DOUBLED, "H": INSTEAD}
READINGS = 4  # labels of the sets T
RATE, DECAY, DROPPED = 2e-3, 0.02, 0.15
BLUR, BLUR_FILLER = 0.04, 0.05  # shares of tokens and fillers that are shown as rare words
KEEP = 500  # steps between checkpoints
SEED = 3


class Net(nn.Module):  # type: ignore[misc]  # where torch is not installed
    """Two layers over the tokens around a place, and an output for each question."""

    def __init__(self, words: int) -> None:
        super().__init__()
        self.embed, self.written = nn.Embedding(words, EMBED), nn.Embedding(4, EMBED)
        self.first = nn.Linear((NEAR + RIGHT + 1) * EMBED, HIDDEN)
        self.far = nn.Linear(EMBED, HIDDEN, bias=False)
        self.questions = nn.Embedding(len(QUESTION), HIDDEN)
        self.second = nn.Linear(HIDDEN, SECOND)
        self.to_past, self.doubled = nn.Linear(SECOND, READINGS), nn.Linear(SECOND, 1)
        self.rows, self.bias = nn.Embedding(words, SECOND), nn.Embedding(words, 1)
        for part in (self.written, self.questions, self.bias):
            nn.init.zeros_(part.weight)
        nn.init.normal_(self.rows.weight, std=0.1)

    def forward(self, left: Any, left_written: Any, right: Any, right_written: Any, filler: Any, question: Any) -> Any:
        """What the second layer says."""
        before = self.embed(left) + self.written(left_written)
        behind = self.embed(right) + self.written(right_written)
        own = self.embed(filler) * (question != INSTEAD)[:, None]
        far = (before[:, :-NEAR] * (left[:, :-NEAR] != 0)[:, :, None]).sum(1)
        near = torch.cat([before[:, -NEAR:].flatten(1), behind.flatten(1), own], 1)
        hidden = torch.relu(self.first(near) + self.far(far) + self.questions(question))
        return torch.relu(self.second(nn.functional.dropout(hidden, DROPPED, self.training)))


def start_as_cloze(net: Net, words: list[str]) -> None:
    """Embeddings as the cloze model has them, of words and of classes of rare words."""
    cloze = cloze_model()
    with torch.no_grad():
        for number, word in enumerate(words):
            net.embed.weight[number] = torch.tensor(cloze.embedding(word))


def make_sets(text: Text, groups: dict[str, list[str]], genres: set[str]) -> dict[str, Windows]:
    """The sets by name, of some genres."""
    wanted = np.array([genre in genres for genre in text.genres])
    parts: dict[str, list[Windows]] = {}
    for found in (to_past(text), doubled(text), confused(text, groups)):
        for name, windows in found:
            mine = wanted[windows.genre]
            parts.setdefault(name, []).append(Windows(*(column[mine] for column in windows)))
    return {name: Windows(*map(np.concatenate, zip(*windows, strict=True))) for name, windows in parts.items()}


class Batches:
    """Batches of the mixture, some of their tokens blurred."""

    def __init__(self, sets: dict[str, Windows], text: Text, mixture: dict[str, int]) -> None:
        self.sets, self.numbers, self.mixture = sets, text.numbers, mixture
        self.chance = np.random.default_rng(SEED)
        self.questions = torch.tensor([QUESTION[name[0]] for name, times in mixture.items() for _ in range(times)])

    def __call__(self) -> tuple[list[torch.Tensor], torch.Tensor]:
        parts = []
        for name, times in self.mixture.items():
            chosen = self.chance.integers(0, len(self.sets[name].label), times)
            parts.append([column[chosen] for column in self.sets[name][:6]])
        columns = [torch.tensor(np.concatenate(column).astype(np.int64)) for column in zip(*parts, strict=True)]
        for tokens in (columns[0], columns[2]):
            tokens[(torch.rand(tokens.shape) < BLUR) & (tokens > 4)] = self.numbers["<>"]
        blurred = torch.rand(len(self.questions)) < BLUR_FILLER
        for question, name in ((TO_PAST, "<ed>"), (DOUBLED, "<>")):
            columns[4][blurred & (self.questions == question)] = self.numbers[name]
        return columns, self.questions


def candidates(text: Text, groups: dict[str, list[str]]) -> tuple[torch.Tensor, torch.Tensor]:
    """For each word the words of its group, itself first, and which of the places are filled."""
    width = 1 + max(map(len, groups.values()))
    rows, filled = np.zeros((len(text.words), width), np.int64), np.zeros((len(text.words), width), bool)
    for word, others in groups.items():
        numbers = text.ids([word, *others])
        if numbers and word in text.numbers:
            rows[numbers[0], : len(numbers)], filled[numbers[0], : len(numbers)] = numbers, True
    return torch.tensor(rows), torch.tensor(filled)


def loss_of(net: Net, columns: list[torch.Tensor], questions: torch.Tensor, groups: tuple[torch.Tensor, torch.Tensor]) -> Any:
    """The sum of the losses of the three questions."""
    says = net(*columns[:5], questions)
    filler, label = columns[4], columns[5]
    one, two, three = (questions == question for question in (TO_PAST, DOUBLED, INSTEAD))
    loss = nn.functional.cross_entropy(net.to_past(says[one]), label[one])
    loss += nn.functional.binary_cross_entropy_with_logits(net.doubled(says[two])[:, 0], label[two].float())
    others, filled = groups[0][filler[three]], groups[1][filler[three]]
    scores = (net.rows(others) * says[three][:, None, :]).sum(-1) + net.bias(others)[:, :, 0]
    return loss + nn.functional.cross_entropy(scores.masked_fill(~filled, -1e4), torch.zeros(len(others), dtype=torch.long))


def train(net: Net, batches: Batches, groups: tuple[torch.Tensor, torch.Tensor], steps: int, checkpoint: Path) -> None:
    """So many steps."""
    tables = [net.embed.weight, net.rows.weight, net.bias.weight]
    others = [part for name, part in net.named_parameters() if not name.startswith(("embed", "rows", "bias"))]
    kinds = [{"params": tables, "weight_decay": 0.0}, {"params": others, "weight_decay": DECAY}]
    adam = torch.optim.AdamW(kinds, lr=RATE)
    rate = torch.optim.lr_scheduler.OneCycleLR(adam, RATE, total_steps=steps)
    begun, mean = time.time(), 0.0
    for step in range(1, steps + 1):
        loss = loss_of(net, *batches(), groups)
        adam.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        adam.step()
        rate.step()
        mean += 0.02 * (float(loss) - mean)
        if step % KEEP == 0 or step == steps:
            torch.save(net.state_dict(), checkpoint)
            print(f"{step} steps, loss {mean:.3f}, {time.time() - begun:.0f} s", flush=True)


def parts_of(net: Net, text: Text, groups: dict[str, list[str]]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Head and arrays of the file: weights as bytes, those of a layer with a scale a row, embeddings with one for all."""
    state = {name: value.double().numpy() for name, value in net.state_dict().items()}
    scale = float(np.quantile(np.abs(state["embed.weight"]), 0.9995) / 127)
    parts = {name: as_bytes(state[f"{name}.weight"], scale) for name in ("embed", "written")}
    fillers = sorted(word for word in groups if word in text.numbers)
    rows = text.ids(fillers)
    state["fillers.weight"], state["fillers.bias"] = state["rows.weight"][rows], state["bias.weight"][rows, 0]
    for name, source in (
        ("first",) * 2,
        ("far",) * 2,
        ("second",) * 2,
        ("to-past", "to_past"),
        ("doubled",) * 2,
        ("fillers",) * 2,
    ):
        weights = state[f"{source}.weight"]
        scales = np.maximum(np.abs(weights).max(1) / 127, 1e-12)
        parts[name], parts[f"{name}.scale"] = as_bytes(weights, scales[:, None]), scales.astype(np.float32)
        if f"{source}.bias" in state:
            parts[f"{name}.bias"] = state[f"{source}.bias"].astype(np.float32)
    parts["questions"] = state["questions.weight"].astype(np.float32)
    return {"fillers": fillers, "scales": scale}, parts


def as_bytes(numbers: Any, scale: Any) -> Any:
    return np.clip(np.rint(numbers / scale), -127, 127).astype(np.int8)


def read_groups(path: Path) -> dict[str, list[str]]:
    """The words that each word is taken for: a line a pair."""
    groups: dict[str, set[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            one, two = line.split("\t")[:2]
            groups.setdefault(one, set()).add(two)
            groups.setdefault(two, set()).add(one)
    return {word: sorted(others) for word, others in sorted(groups.items())}


def main() -> None:
    """Train, round, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--genres", help="the genres to train on, parted by commas (default: all)")
    parser.add_argument("--start", type=Path, help="a checkpoint to go on from")
    parser.add_argument("--steps", type=int, default=1_500)
    parser.add_argument("--to-past-first", action="store_true", help="go on with the first question: english.to-past")
    parser.add_argument("--pairs", type=Path, default=Path(__file__).with_name("confused.tsv"))
    parser.add_argument("--output", type=Path, default=data_file("english.errors"))
    options = parser.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    text = Text(read(options.folder))
    groups = read_groups(options.pairs)
    net = Net(len(text.words))
    if options.start:
        net.load_state_dict(torch.load(options.start))
    else:
        start_as_cloze(net, text.words)
    genres = set(options.genres.split(",")) if options.genres else set(text.genres)
    mixture = TO_PAST_FIRST if options.to_past_first else MIXTURE
    batches = Batches(make_sets(text, groups, genres), text, mixture)
    train(net, batches, candidates(text, groups), options.steps, options.folder / "detector.pt")
    head, parts = parts_of(net, text, groups)
    options.output.write_bytes(packed(head, text.words, parts))
    print(f"{options.output.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
