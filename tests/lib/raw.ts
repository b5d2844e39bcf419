// Requests byte by byte, for what no HTTP client would send.

import { connect, type Socket } from 'node:net';

export interface RawAnswer {
  status: number;
  head: string;
  body: string;
  /** The server ended the connection. */
  closed: boolean;
}

export function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket));
    socket.once('error', reject);
  });
}

/** Sends BYTES and reads until the server closes, or until ANSWERS complete answers are there. */
export async function send(port: number, bytes: string | Buffer, answers = 1): Promise<RawAnswer[]> {
  const socket = await open(port);
  const got: RawAnswer[] = [];
  let buffer = Buffer.alloc(0);
  return new Promise((resolve) => {
    const finish = (closed: boolean) => {
      if (closed && got.length > 0) got[got.length - 1]!.closed = true;
      socket.destroy();
      resolve(got);
    };
    socket.on('data', (piece) => {
      buffer = Buffer.concat([buffer, piece]);
      for (let next = take(buffer); next; next = take(buffer)) {
        buffer = next.rest;
        got.push(next.answer);
      }
      // An answer that says "close" is the last one; the end itself is waited for.
      if (got.length >= answers && !/^connection: close/im.test(got[got.length - 1]!.head)) finish(false);
    });
    socket.on('error', () => finish(true));
    socket.on('end', () => finish(true));
    socket.write(bytes);
  });
}

function take(buffer: Buffer): { answer: RawAnswer; rest: Buffer } | undefined {
  const end = buffer.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = buffer.subarray(0, end).toString('latin1');
  const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
  const whole = end + 4 + length;
  if (buffer.length < whole) return undefined;
  const answer = { status: Number(head.split(' ')[1]), head, body: buffer.subarray(end + 4, whole).toString(), closed: false };
  return { answer, rest: buffer.subarray(whole) };
}

/** A request with exactly these header lines. */
export function request(line: string, headers: string[], body = ''): string {
  return [line, ...headers, '', body].join('\r\n');
}
