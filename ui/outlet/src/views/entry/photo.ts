/** A photo is made small in the window, before it is kept: it travels last, over a thin line. */

/** Longest side in pixels at the first try; each further try is smaller. */
const SIDES = [1280, 1024, 800, 640];
const QUALITIES = [0.8, 0.6, 0.45];

export class PhotoUnreadable extends Error {}

/** The picture as JPEG of at most `bytesMax`, in base64. */
export async function smallJpeg(file: Blob, bytesMax: number): Promise<string> {
  const picture = await load(file);
  try {
    for (const side of SIDES) {
      const canvas = draw(picture, side);
      for (const quality of QUALITIES) {
        const base64 = canvas.toDataURL('image/jpeg', quality).split(',')[1] ?? '';
        if (base64 && byteLength(base64) <= bytesMax) return base64;
      }
    }
  } finally {
    URL.revokeObjectURL(picture.src);
  }
  throw new PhotoUnreadable();
}

export const byteLength = (base64: string): number => Math.floor((base64.replace(/=+$/, '').length * 3) / 4);

/** What a picture measures when its longer side is at most `side`. */
export function fit(width: number, height: number, side: number): { width: number; height: number } {
  const scale = Math.min(1, side / Math.max(width, height));
  return { width: Math.max(Math.round(width * scale), 1), height: Math.max(Math.round(height * scale), 1) };
}

function load(file: Blob): Promise<HTMLImageElement> {
  return new Promise((loaded, failed) => {
    const picture = new Image();
    picture.onload = () => loaded(picture);
    picture.onerror = () => failed(new PhotoUnreadable());
    picture.src = URL.createObjectURL(file);
  });
}

function draw(picture: HTMLImageElement, side: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  const size = fit(picture.naturalWidth, picture.naturalHeight, side);
  canvas.width = size.width;
  canvas.height = size.height;
  canvas.getContext('2d')?.drawImage(picture, 0, 0, size.width, size.height);
  return canvas;
}
