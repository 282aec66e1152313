/**
 * The text of an answer, of at most `most` bytes: a server that never ends must not fill the memory.
 * @throws Error where there is more.
 */
export async function boundedText(response: Response, most: number): Promise<string> {
  if (!response.body) return '';
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > most) throw new Error(`more than ${most} bytes were answered`);
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}
