/** A build in a process of its own. */
export interface Build {
  /** Lets it print, if it was begun ahead. */
  print(): void;
  /** Ends it before it has printed. */
  stop(): void;
  /** How it ended; it answers `gone` if what it had bundled was taken away while it waited. */
  ended: Promise<'built' | 'failed' | 'gone'>;
}

/** Builds one after another, each from the files as they are when it is asked for. */
export interface Builds {
  /** Builds now, or once more after the build that runs. Answers whether the last of them succeeded. */
  build(): Promise<boolean>;
  /** What was bundled ahead is not the code any more. */
  forget(): void;
  /** Nothing is built any more. */
  end(): void;
}

/**
 * Keeps a build ready that has bundled the code and waits for incident files: bundling is most of the time a
 * build takes, and code does not change when an incident is saved.
 * @param begin begins a build; one that was begun `ahead` waits before it reads incidents.
 * @param rest waits before a build is begun ahead. A build tells what it wrote from what was there by whole
 * seconds, so that one must pass.
 */
export function keepBuilding(
  begin: (ahead: boolean) => Build,
  rest: () => Promise<void>,
  onEnd: (succeeded: boolean) => void,
): Builds {
  let ready: Build | undefined;
  let running: Promise<boolean> | undefined;
  let again = false;
  let isOver = false;

  async function prepare(): Promise<void> {
    await rest();
    if (ready || running || isOver) return;
    const one = begin(true);
    ready = one;
    await one.ended;
    // It could not even bundle, and has said why.
    if (ready === one) ready = undefined;
  }

  async function buildOnce(): Promise<boolean> {
    const ahead = ready;
    ready = undefined;
    ahead?.print();
    const end = await (ahead ?? begin(false)).ended;
    const succeeded = (end === 'gone' ? await begin(false).ended : end) === 'built';
    onEnd(succeeded);
    return succeeded;
  }

  async function buildAll(): Promise<boolean> {
    let succeeded: boolean;
    do {
      again = false;
      succeeded = await buildOnce();
    } while (again);
    return succeeded;
  }

  return {
    build: () => {
      again = running !== undefined;
      running ??= buildAll().finally(() => {
        running = undefined;
        void prepare();
      });
      return running;
    },
    forget: () => {
      ready?.stop();
      ready = undefined;
      if (!running) void prepare();
    },
    end: () => {
      isOver = true;
      ready?.stop();
    },
  };
}
