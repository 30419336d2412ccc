/** The body of an answer; one that is longer than `limit` bytes is an error. */
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
