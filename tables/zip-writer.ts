import { Readable } from 'node:stream';
import ZipStream from 'zip-stream';

export type ZipEntry = {
  /** With `/` between folders. */
  readonly name: string;
  /** LocalDate that it shows as its own. */
  readonly date: string;
  /** Bytes that are at hand, or that come one after the other. */
  readonly content: Uint8Array | AsyncIterable<Uint8Array>;
  /** Written as it is: a PDF does not get smaller. */
  readonly stored?: boolean;
};

/**
 * Writes an archive (ZIP64 where it is long) as its entries come: no more of it is in memory than one of them and its
 * directory. Destroyed with the error of the first entry that cannot be read; an entry is asked for once the one before it
 * is written.
 */
export async function* zipOf(entries: AsyncIterable<ZipEntry>): AsyncGenerator<Uint8Array> {
  const archive = new ZipStream();
  const filled = fill(archive, entries).then(
    () => archive.finish(),
    (error: Error) => archive.destroy(error),
  );
  try {
    yield* archive as AsyncIterable<Uint8Array>;
    await filled;
  } finally {
    archive.destroy();
  }
}

async function fill(archive: ZipStream, entries: AsyncIterable<ZipEntry>): Promise<void> {
  for await (const entry of entries) {
    if (archive.destroyed) return;
    await written(archive, entry);
  }
}

const written = (archive: ZipStream, { name, date, content, stored = false }: ZipEntry): Promise<void> =>
  new Promise((resolve, reject) => {
    const source = Readable.from(content instanceof Uint8Array ? [content] : content);
    archive.entry(source, { name, date: `${date}T12:00:00Z`, store: stored }, (error) =>
      error ? reject(error) : resolve(),
    );
  });
