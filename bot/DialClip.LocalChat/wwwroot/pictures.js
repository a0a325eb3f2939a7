// Pictures that are dropped onto the page or pasted go where Web Chat's own button puts them.
function hand(files) {
  const input = document.querySelector('#chat input[type=file]');
  const pictures = [...files].filter(file => file.type.startsWith('image/'));
  if (!input || pictures.length === 0) return false;
  const transfer = new DataTransfer();
  for (const picture of pictures) transfer.items.add(picture);
  input.files = transfer.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
  return true;
}

export function takePictures(area) {
  const isOver = on => area.classList.toggle('dropping', on);
  area.addEventListener('dragover', event => {
    if (![...event.dataTransfer.types].includes('Files')) return;
    event.preventDefault();
    isOver(true);
  });
  area.addEventListener('dragleave', event => {
    if (!area.contains(event.relatedTarget)) isOver(false);
  });
  area.addEventListener('drop', event => {
    isOver(false);
    if (event.dataTransfer.files.length > 0) event.preventDefault();
    hand(event.dataTransfer.files);
  });
  area.addEventListener('paste', event => {
    if (event.clipboardData && hand(event.clipboardData.files)) event.preventDefault();
  });
}
