"""DialCLIP's trained part, with the arithmetic of training/DialClip.Training/Modules.

Attribute names are the names of the weights.
"""
import torch
from torch import nn
from torch.nn import functional


class UpProjection(nn.Module):
    def __init__(self, rank, layers, width, per_layer):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(layers if per_layer else 1, rank, width))
        self.scale = None if per_layer else nn.Parameter(torch.ones(layers, 1, rank))

    def forward(self, context):
        layered = context.unsqueeze(1)
        if self.scale is not None:
            layered = layered * self.scale
        return layered @ self.weight


class ContextPrompts(nn.Module):
    def __init__(self, clip, head):
        super().__init__()
        rank = self.rank = head["rank"]
        self.down = nn.Linear(clip["dimension"], rank)
        self.modality, self.speaker, self.distance = nn.Embedding(2, rank), nn.Embedding(2, rank), nn.Embedding(8, rank)
        self.queries = nn.Parameter(torch.empty(head["contextPrompts"], rank))
        self.query, self.key, self.value, self.mix = (nn.Linear(rank, rank) for _ in range(4))
        self.norm = nn.LayerNorm(rank)
        self.up_text = UpProjection(rank, clip["text"]["layers"], clip["text"]["width"], head["perLayerUp"])
        self.up_vision = UpProjection(rank, clip["vision"]["layers"], clip["vision"]["width"], head["perLayerUp"])

    def forward(self, features, modality, speaker, distance, mask):
        batch = len(features)
        x = self.down(features) + self.modality(modality) + self.speaker(speaker) + self.distance(distance)
        slot = torch.zeros(batch, 1, self.rank)
        keys, values = torch.cat([self.key(x), slot], 1), torch.cat([self.value(x), slot], 1)
        scores = self.query(self.queries) @ keys.transpose(1, 2) * self.rank ** -0.5
        scores = scores + ((torch.cat([mask, torch.ones(batch, 1)], 1) - 1) * 1e9).unsqueeze(1)
        context = self.norm(self.mix(scores.softmax(-1) @ values))
        return self.up_text(context), self.up_vision(context)


class DomainPrompts(nn.Module):
    def __init__(self, clip, head):
        super().__init__()
        self.text = nn.Parameter(torch.empty(clip["text"]["layers"], head["domainPrompts"], clip["text"]["width"]))
        vision = clip["vision"]
        self.vision = nn.Parameter(torch.empty(vision["layers"], head["domainPrompts"], vision["width"]))


class Experts(nn.Module):
    def __init__(self, dimension, rank):
        super().__init__()
        self.down = nn.Parameter(torch.empty(4, dimension, rank))
        self.up = nn.Parameter(torch.empty(4, rank, dimension))

    def forward(self, features):
        h = features.unsqueeze(1)
        return functional.normalize(h + (h.unsqueeze(1) @ self.down @ self.up).squeeze(2), dim=-1)


class IntentHead(nn.Module):
    def __init__(self, dimension):
        super().__init__()
        self.linear = nn.Linear(dimension, 3)


class Head(nn.Module):
    def __init__(self, clip, head):
        super().__init__()
        self.context = ContextPrompts(clip, head)
        self.domain = DomainPrompts(clip, head)
        self.query_experts = Experts(clip["dimension"], head["expertRank"])
        self.candidate_experts = Experts(clip["dimension"], head["expertRank"])
        self.intent = IntentHead(clip["dimension"])
        self.logit_scale = nn.Parameter(torch.empty(()))

    def query_prompts(self, turns):
        text, vision = self.context(*turns)
        batch = len(text)
        return (torch.cat([text, self.domain.text.unsqueeze(0).expand(batch, -1, -1, -1)], 2),
                torch.cat([vision, self.domain.vision.unsqueeze(0).expand(batch, -1, -1, -1)], 2))
