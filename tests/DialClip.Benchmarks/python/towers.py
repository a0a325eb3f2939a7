"""CLIP's two towers with deep prompts, with the arithmetic of training/DialClip.Training/Modules.

Attribute names are the names of the weights.
"""
import torch
from torch import nn
from torch.nn import functional


class SelfAttention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.in_proj_weight = nn.Parameter(torch.empty(3 * width, width))
        self.in_proj_bias = nn.Parameter(torch.empty(3 * width))
        self.out_proj = nn.Linear(width, width)

    def forward(self, x, mask):
        batch, length, width = x.shape
        joint = functional.linear(x, self.in_proj_weight, self.in_proj_bias)
        query, key, value = joint.view(batch, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        scores = (query * (width / self.heads) ** -0.5) @ key.transpose(-2, -1)
        if mask is not None:
            scores = scores + mask
        mixed = (scores.softmax(-1) @ value).transpose(1, 2).reshape(batch, length, width)
        return self.out_proj(mixed)


class FeedForward(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.c_fc = nn.Linear(width, 4 * width)
        self.c_proj = nn.Linear(4 * width, width)

    def forward(self, x):
        hidden = self.c_fc(x)
        return self.c_proj(hidden * torch.sigmoid(hidden * 1.702))


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.ln_1 = nn.LayerNorm(width)
        self.attn = SelfAttention(width, heads)
        self.ln_2 = nn.LayerNorm(width)
        self.mlp = FeedForward(width)

    def forward(self, x, mask):
        x = x + self.attn(self.ln_1(x), mask)
        return x + self.mlp(self.ln_2(x))


class Transformer(nn.Module):
    def __init__(self, width, layers, heads, prompts_at_end):
        super().__init__()
        self.prompts_at_end = prompts_at_end
        self.resblocks = nn.ModuleList(Block(width, heads) for _ in range(layers))

    def forward(self, x, prompts, mask):
        batch, length = x.shape[:2]
        prompts = prompts.expand(batch, -1, -1, -1)
        for layer, block in enumerate(self.resblocks):
            own = prompts[:, layer]
            if self.prompts_at_end:
                x = torch.cat([x[:, :length], own], 1)
            else:
                x = torch.cat([x[:, :1], own, x[:, 1 + (own.shape[1] if layer else 0):]], 1)
            x = block(x, mask)
        return x


class TextTower(nn.Module):
    def __init__(self, config, dimension):
        super().__init__()
        width = config["width"]
        self.token_embedding = nn.Embedding(config["vocabularySize"], width)
        self.positional_embedding = nn.Parameter(torch.empty(config["contextLength"], width))
        self.transformer = Transformer(width, config["layers"], config["heads"], prompts_at_end=False)
        self.ln_final = nn.LayerNorm(width)
        self.text_projection = nn.Parameter(torch.empty(width, dimension))

    def forward(self, ids, eot, prompts):
        length, count = ids.shape[1], prompts.shape[2]
        x = self.token_embedding(ids) + self.positional_embedding[:length]
        mask = torch.full((length + count, length + count), float("-inf")).triu(1)
        x = self.transformer(x, prompts, mask)
        return self.ln_final(x[torch.arange(len(ids)), eot + count]) @ self.text_projection


class VisionTower(nn.Module):
    def __init__(self, config, dimension):
        super().__init__()
        width, patch = config["width"], config["patchSize"]
        self.conv1 = nn.Conv2d(3, width, patch, patch, bias=False)
        self.class_embedding = nn.Parameter(torch.empty(width))
        self.positional_embedding = nn.Parameter(torch.empty((config["imageSize"] // patch) ** 2 + 1, width))
        self.ln_pre = nn.LayerNorm(width)
        self.transformer = Transformer(width, config["layers"], config["heads"], prompts_at_end=True)
        self.ln_post = nn.LayerNorm(width)
        self.proj = nn.Parameter(torch.empty(width, dimension))

    def forward(self, pixels, prompts):
        patches = self.conv1(pixels).flatten(2).transpose(1, 2)
        first = self.class_embedding.view(1, 1, -1).expand(len(pixels), 1, -1)
        x = self.ln_pre(torch.cat([first, patches], 1) + self.positional_embedding)
        return self.ln_post(self.transformer(x, prompts, None)[:, 0]) @ self.proj


class Clip(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.text = TextTower(config["text"], config["dimension"])
        self.visual = VisionTower(config["vision"], config["dimension"])
        self.logit_scale = nn.Parameter(torch.empty(()))
