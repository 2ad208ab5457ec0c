"""Train the model that fills gaps and write it: `python -m training.sentences.cloze CORPUS [--output FILE]`.

CORPUS is the folder of :mod:`training.sentences.corpus`. Every token of it is a gap that it fills, every joint between two tokens
a gap that nothing fills. The net of :mod:`cleaner.models.cloze` learns to tell the filler from four tokens on either side:
from the commonest fillers exactly, from a sample of the others by sampled softmax (Jean et al. 2015). Needs PyTorch and NumPy
(`pip install torch numpy`), which nothing else here does; an epoch takes about a quarter of an hour on one core.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from torch import nn

from cleaner.models.cloze import NOTHING, REACH, model_path, packed
from cleaner.models.ngrams import rare_class
from cleaner.models.tokens import END, START, tokens_of
from training.sentences.corpus import sentences

LEAST = 6  # times a word must stand in the corpus to be counted as itself
WIDTH, HIDDEN, OUT = 96, 192, 128  # numbers of a token, of the first layer, of the second
COMMON, SAMPLE = 400, 700  # fillers that each batch is judged by: the commonest, and a sample of the others
BATCH = 4096
RATE = 2e-3
JOINTS = 0.35  # share of the joints that are shown in an epoch: most are easy
BLUR = 0.04  # share of the neighbours that are shown as rare words: texts with errors have more strange neighbours
DROPPED = 0.1  # share of the first layer that is left out of a step
SEED = 5


def make_net(words: int) -> nn.ModuleDict:
    """Two layers over the neighbours; a filler's logit is the product of the second with the filler's row."""
    net = nn.ModuleDict(
        {
            "embed": nn.Embedding(words, WIDTH),
            "first": nn.Linear(2 * REACH * WIDTH, HIDDEN),
            "second": nn.Linear(HIDDEN, OUT),
            "rows": nn.Embedding(words, OUT),
            "bias": nn.Embedding(words, 1),
        }
    )
    nn.init.normal_(net["embed"].weight, std=0.3)
    nn.init.normal_(net["rows"].weight, std=0.1)
    nn.init.zeros_(net["bias"].weight)
    return net


def seen_by(net: nn.ModuleDict, context: torch.Tensor) -> torch.Tensor:
    """What the neighbours say, one row a gap."""
    hidden = torch.relu(net["first"](net["embed"](context).flatten(1)))
    return net["second"](nn.functional.dropout(hidden, DROPPED, net.training))


class Corpus:
    """Tokens of sentences as numbers in one row, each sentence between REACH marks of its start and end."""

    def __init__(self, rows: list[tuple[list[str], float]], numbers: dict[str, int]) -> None:
        start, end = numbers[START], numbers[END]
        ids, weights, inner = [], [], []
        for tokens, weight in rows:
            ids += [start] * REACH + [number_of(token, numbers) for token in tokens] + [end] * REACH
            weights += [weight] * (len(tokens) + 2 * REACH)
            inner += [False] * REACH + [True] * len(tokens) + [False] * REACH
        self.ids = np.array(ids, np.int64)
        self.weights = np.array(weights, np.float32)
        self.places = np.flatnonzero(np.array(inner))

    def gaps(self, places: np.ndarray, *, filled: bool) -> tuple[np.ndarray, np.ndarray]:
        """Neighbours and fillers at some places: of the token there, or of the joint before it."""
        right = 1 if filled else 0
        offsets = np.concatenate([np.arange(-REACH, 0), np.arange(right, REACH + right)])
        return self.ids[places[:, None] + offsets], self.ids[places] if filled else np.zeros(len(places), np.int64)


def number_of(token: str, numbers: dict[str, int]) -> int:
    """The number of a token, or of the class of rare words that it falls into."""
    return numbers.get(token) or numbers[rare_class(token)]


def vocabulary(rows: list[tuple[list[str], float]]) -> list[str]:
    """NOTHING, then tokens by how often they stand, classes of rare words for the rest."""
    counts = Counter(token for tokens, _ in rows for token in tokens)
    common = Counter({token: n for token, n in counts.items() if n >= LEAST})
    for token, n in counts.items():
        if n < LEAST:
            common[rare_class(token)] += n
    common[START] = common[END] = len(rows)
    return [NOTHING, *(token for token, _ in sorted(common.items(), key=lambda item: (-item[1], item[0])))]


class Judge:
    """The loss by the commonest fillers and a sample of the rest."""

    def __init__(self, corpus: Corpus, words: int, chance: torch.Generator) -> None:
        counts = np.bincount(corpus.ids, minlength=words).astype(np.float64)
        counts[0] = 0
        share = counts**0.75
        share[:COMMON] = 0
        share /= share.sum()
        self.share = torch.tensor(share, dtype=torch.float32)
        expected = np.where(share > 0, np.log(SAMPLE * share + 1e-30), 0.0)
        expected[:COMMON] = 0.0
        self.expected = torch.tensor(expected, dtype=torch.float32)
        self.chance = chance

    def loss(self, net: nn.ModuleDict, context: torch.Tensor, filler: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
        """Mean loss of a batch, in nats."""
        seen = seen_by(net, context)
        others = torch.multinomial(self.share, SAMPLE, replacement=True, generator=self.chance)
        columns = torch.cat([torch.arange(COMMON), others])
        logits = seen @ net["rows"](columns).T + net["bias"](columns).T - self.expected[columns]
        right = (seen * net["rows"](filler)).sum(1) + net["bias"](filler)[:, 0] - self.expected[filler]
        logits = logits.masked_fill(columns[None] == filler[:, None], float("-inf"))
        losses = torch.logsumexp(torch.cat([right[:, None], logits], 1), 1) - right
        return (losses * weight).sum() / weight.sum()


def batch_of(corpus: Corpus, places: np.ndarray, joints: np.ndarray) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Neighbours, fillers and weights of places whose token is asked for, and of joints."""
    both = [corpus.gaps(places, filled=True), corpus.gaps(joints, filled=False)]
    context, filler = (np.concatenate(parts) for parts in zip(*both, strict=True))
    weight = corpus.weights[np.concatenate([places, joints])]
    weight[len(places) :] /= JOINTS
    return torch.from_numpy(context), torch.from_numpy(filler), torch.from_numpy(weight)


def train(corpus: Corpus, dev: Corpus, words: list[str], epochs: int, output: Path) -> None:
    """Train and write, after each epoch."""
    torch.manual_seed(SEED)
    chance = np.random.default_rng(SEED)
    net = make_net(len(words))
    judge = Judge(corpus, len(words), torch.Generator().manual_seed(SEED))
    steps = int(len(corpus.places) * (1 + JOINTS) / BATCH) * epochs
    optimizer = torch.optim.Adam(net.parameters(), lr=RATE)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps + 10 * epochs, pct_start=0.1)
    rare = torch.tensor([i for i, word in enumerate(words) if word == rare_class("zug")])
    for epoch in range(epochs):
        net.train()
        begun, total, n = time.process_time(), 0.0, 0
        order = chance.permutation(corpus.places)
        joints = chance.permutation(corpus.places)[: int(JOINTS * len(order))]
        parts = max(1, int((len(order) + len(joints)) / BATCH))
        for some, gaps in zip(np.array_split(order, parts), np.array_split(joints, parts), strict=True):
            context, filler, weight = batch_of(corpus, some, gaps)
            blurred = torch.from_numpy(chance.random(context.shape) < BLUR)
            loss = judge.loss(net, torch.where(blurred, rare, context), filler, weight)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total, n = total + loss.item(), n + 1
            if n % 200 == 0:
                print(f"  {n}/{parts}: {total / n:.3f}", flush=True)
        seconds = time.process_time() - begun
        print(f"epoch {epoch + 1}: loss {total / n:.3f}, dev {assess(net, judge, dev):.3f}, {seconds:.0f} s CPU", flush=True)
        output.write_bytes(packed(words, parts_of(net)))


def parts_of(net: nn.ModuleDict) -> dict[str, tuple[bytes, bytes, int]]:
    """The parts of the net as :func:`cleaner.models.cloze.packed` takes them; the first layer a row for each place and unit."""
    values = {name: value.detach().numpy() for name, value in net.state_dict().items()}
    first = values["first.weight"].reshape(HIDDEN, 2 * REACH, WIDTH).transpose(1, 0, 2).reshape(-1, WIDTH)
    matrices = {"embed": values["embed.weight"], "first": first, "second": values["second.weight"], "rows": values["rows.weight"]}
    biases = {"first": values["first.bias"], "second": values["second.bias"], "rows": values["bias.weight"][:, 0]}
    return {name: in_bytes(matrix) for name, matrix in matrices.items()} | {
        f"{name}.bias": (bias.astype("<f4").tobytes(), b"", 0) for name, bias in biases.items()
    }


def in_bytes(matrix: np.ndarray) -> tuple[bytes, bytes, int]:
    """Scales, cells and width of a matrix: each row in steps of a 127th of its largest number."""
    scales = np.abs(matrix).max(1) / 127 + 1e-12
    return scales.astype("<f4").tobytes(), np.rint(matrix / scales[:, None]).astype(np.int8).tobytes(), matrix.shape[1]


def assess(net: nn.ModuleDict, judge: Judge, dev: Corpus) -> float:
    """Mean loss over a part of the dev part, in nats."""
    net.eval()
    with torch.no_grad():
        places = dev.places[:: max(1, len(dev.places) // 60_000)]
        return float(np.mean([
            judge.loss(net, *batch_of(dev, some, some[: int(JOINTS * len(some))])).item()
            for some in np.array_split(places, 15)
        ]))  # fmt: skip


def main() -> None:
    """Read, train, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--output", type=Path, default=model_path())
    parser.add_argument("--epochs", type=int, default=6)
    options = parser.parse_args()
    both = [
        [([token.text for token in tokens_of(text)], weight) for text, weight in sentences(options.corpus, dev=dev)]
        for dev in (False, True)
    ]
    words = vocabulary(both[0])
    numbers = {word: i for i, word in enumerate(words)}
    corpus, dev = (Corpus(rows, numbers) for rows in both)
    print(f"{len(words):,} words, {len(corpus.places):,} tokens, {len(dev.places):,} of the dev part", flush=True)
    train(corpus, dev, words, options.epochs, options.output)


if __name__ == "__main__":
    main()
