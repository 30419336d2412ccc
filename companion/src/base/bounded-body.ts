/** Read the body of an answer; fail when it is longer than `limit` bytes. */
export async function boundedBody(
  { body }: Response,
  limit: number
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop early ends the request.
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > limit) {
      throw new Error(`The answer is longer than ${String(limit)} bytes.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
