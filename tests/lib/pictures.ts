/* Comparing screenshots. A browser does it, since it reads PNG: no library is needed. */
import type { Browser } from './browser.ts';

/* What a corner's smoothing may change from one painting to the next. */
const SAME = 24;

/* The share of pixels (0 … 1) in which two pictures differ; what one has and the other lacks differs. */
export async function differing(browser: Browser, one: Buffer, other: Buffer): Promise<number> {
  const page = await browser.newPage();
  try {
    return await page.evaluate(async ([first, second, same]) => {
      const pixels = async (data: string): Promise<ImageData> => {
        const image = new Image();
        image.src = `data:image/png;base64,${data}`;
        await image.decode();
        const canvas = new OffscreenCanvas(image.width, image.height);
        const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
        context.drawImage(image, 0, 0);
        return context.getImageData(0, 0, image.width, image.height);
      };
      const [a, b] = [await pixels(first), await pixels(second)];
      const [width, height] = [Math.max(a.width, b.width), Math.max(a.height, b.height)];
      let differ = 0;
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          const [i, j] = [(y * a.width + x) * 4, (y * b.width + x) * 4];
          const inside = x < a.width && x < b.width && y < a.height && y < b.height;
          if (!inside || [0, 1, 2].some((part) => Math.abs((a.data[i + part] ?? 0) - (b.data[j + part] ?? 0)) > same)) differ++;
        }
      }
      return differ / (width * height);
    }, [one.toString('base64'), other.toString('base64'), SAME] as const);
  } finally {
    await page.close();
  }
}
