"""Trains a DialCLIP head as HeadTrainer does and prints the times of its steps.

It reads the files that './build.sh bench head-step' writes.

    python3 head_step.py FOLDER STEPS THREADS
"""
import json
import math
import os
import struct
import sys
import time

import torch
from torch.nn import functional

from head import Head
from towers import Clip

WARM_UP = 3


def resident(name="VmRSS:"):
    with open("/proc/self/status") as status:
        return int(next(line for line in status if line.startswith(name)).split()[1])


def read(path):
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        start, tensors = file.tell(), {}
        for name, entry in header.items():
            begin, end = entry["data_offsets"]
            file.seek(start + begin)
            values = torch.frombuffer(bytearray(file.read(end - begin)), dtype=torch.float32)
            tensors[name] = values.reshape(entry["shape"])
    return tensors


def turns_of(batch):
    most = max(len(dialog["turns"]) for dialog in batch)
    features = torch.zeros(len(batch), most, batch[0]["features"].shape[-1])
    modality, speaker, distance = (torch.zeros(len(batch), most, dtype=torch.int64) for _ in range(3))
    mask = torch.zeros(len(batch), most)
    for row, dialog in enumerate(batch):
        count = len(dialog["turns"])
        features[row, :count] = dialog["features"]
        modality[row, :count] = torch.tensor([turn["modality"] for turn in dialog["turns"]])
        speaker[row, :count] = torch.tensor([turn["speaker"] for turn in dialog["turns"]])
        distance[row, :count] = torch.tensor([min(7, count - 1 - place) for place in range(count)])
        mask[row, :count] = 1
    return features, modality, speaker, distance, mask


def loss_of(clip, head, batch, pixels, class_weights, intent_weight):
    text_prompts, _ = head.query_prompts(turns_of(batch))
    length = max(len(dialog["tokens"]) for dialog in batch)
    rows = [dialog["tokens"] for dialog in batch]
    ids = torch.tensor([row + row[-1:] * (length - len(row)) for row in rows])
    eot = torch.tensor([len(dialog["tokens"]) - 1 for dialog in batch])
    features = functional.normalize(clip.text(ids, eot, text_prompts), dim=-1)
    queries = head.query_experts(features)
    scale = head.logit_scale.clamp(max=math.log(100)).exp()

    numbers = torch.arange(len(pixels))
    seen = clip.visual(pixels.index_select(0, numbers), head.domain.vision.unsqueeze(0))
    candidates = head.candidate_experts(functional.normalize(seen, dim=-1))
    of_text, of_picture = queries[:, 1] @ candidates[:, 1].t(), queries[:, 3] @ candidates[:, 3].t()
    is_text = torch.ones(len(batch), 1)
    logits = (of_text * is_text + of_picture * (1 - is_text)) * scale

    accepted = torch.zeros(len(batch), len(pixels))
    for row, dialog in enumerate(batch):
        accepted[row, dialog["picture"]] = 1
    count = accepted.sum(1, keepdim=True)
    losses = (accepted / count.clamp(min=1) * functional.log_softmax(logits, 1)).sum(1).neg()
    loss = losses.sum() / count.gt(0).to(logits.dtype).sum().clamp(min=1)
    intents = torch.tensor([dialog["intent"] for dialog in batch])
    return loss + functional.cross_entropy(head.intent.linear(features), intents, class_weights) * intent_weight


def main(folder, steps, threads):
    at_start = resident()
    torch.set_num_threads(threads)
    with open(os.path.join(folder, "case.json")) as file:
        case = json.load(file)
    options, loop = case["options"], case["options"]["loop"]
    clip = Clip(case["clip"])
    clip.load_state_dict(read(os.path.join(folder, "clip.safetensors")))
    clip.requires_grad_(False).eval()
    head = Head(case["clip"], options["head"])
    head.load_state_dict(read(os.path.join(folder, "start.safetensors")))
    data, dialogs = read(os.path.join(folder, "batch.safetensors")), case["dialogs"]
    for dialog, features in zip(dialogs, data["features"].split([len(dialog["turns"]) for dialog in dialogs])):
        dialog["features"] = features
    counts = [max(1, sum(dialog["intent"] == intent for dialog in dialogs)) for intent in range(3)]
    class_weights = torch.tensor([math.sqrt(max(counts) / count) for count in counts])
    matrices = [parameter for parameter in head.parameters() if parameter.dim() >= 2]
    others = [parameter for parameter in head.parameters() if parameter.dim() < 2]
    optimizer = torch.optim.AdamW(
        [{"params": matrices, "weight_decay": loop["weightDecay"]}, {"params": others, "weight_decay": 0.0}],
        lr=loop["peakLearningRate"], betas=(0.9, 0.98))

    loaded, milliseconds, processor = resident(), [], []
    for step in range(steps):
        began, used = time.perf_counter(), time.process_time()
        warm_up = min(1, (step + 1) / max(1, loop["warmUp"]))
        rate = loop["peakLearningRate"] * warm_up * (0.5 + 0.5 * math.cos(math.pi * step / loop["steps"]))
        for group in optimizer.param_groups:
            group["lr"] = rate
        optimizer.zero_grad()
        batch = [dialogs[number] for number in case["draws"][step]]
        loss = loss_of(clip, head, batch, data["pixels"], class_weights, options["intentWeight"])
        loss.backward()
        torch.nn.utils.clip_grad_norm_(head.parameters(), loop["maxGradientNorm"])
        optimizer.step()
        loss.item()
        milliseconds.append((time.perf_counter() - began) * 1000)
        processor.append((time.process_time() - used) * 1000)

    at_end, trained = resident(), os.path.join(folder, "trained.safetensors")
    difference = None
    if os.path.exists(trained):
        own = head.state_dict()
        difference = max((own[name] - other).abs().max().item() for name, other in read(trained).items())
    print(json.dumps({
        "engine": "Python torch " + torch.__version__, "threads": torch.get_num_threads(),
        "milliseconds": milliseconds[WARM_UP:], "processor": processor[WARM_UP:],
        "residentAtStart": at_start, "residentLoaded": loaded, "residentAtEnd": at_end,
        "residentPeak": resident("VmHWM:"), "largestDifference": difference}))


main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
