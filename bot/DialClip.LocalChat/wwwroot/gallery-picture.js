// The picture to rank for: chosen, dropped or pasted, and scaled down, because the tower sees no more of it.
const EDGE = 448;

async function shrink(file) {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, EDGE / Math.min(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext('2d').drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return canvas.toDataURL('image/jpeg', 0.92);
}

// tell(address) gets a data: address, or null when the picture is removed; fail(message) an error.
export function takePicture(area, tell, fail) {
  const field = document.getElementById('file');
  const chosen = document.getElementById('picture');
  async function take(files) {
    const file = [...files].find(each => each.type.startsWith('image/'));
    if (!file) return false;
    try {
      const address = await shrink(file);
      chosen.querySelector('img').src = address;
      chosen.hidden = false;
      tell(address);
    } catch {
      fail('This file is no picture that a browser can read.');
    }
    return true;
  }
  field.addEventListener('change', () => take(field.files));
  chosen.querySelector('button').addEventListener('click', () => {
    chosen.hidden = true;
    field.value = '';
    tell(null);
    field.focus();
  });
  area.addEventListener('dragover', event => {
    if (![...event.dataTransfer.types].includes('Files')) return;
    event.preventDefault();
    area.classList.add('dropping');
  });
  area.addEventListener('dragleave', event => {
    if (!area.contains(event.relatedTarget)) area.classList.remove('dropping');
  });
  area.addEventListener('drop', event => {
    area.classList.remove('dropping');
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    take(event.dataTransfer.files);
  });
  area.addEventListener('paste', event => {
    if (event.clipboardData?.files.length > 0) take(event.clipboardData.files);
  });
}
