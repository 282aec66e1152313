import { availableParallelism } from 'node:os';
import { defineConfig } from 'playwright/test';
import { launchOf } from './site/launch.ts';
import { isThorough } from './thorough.ts';

export default defineConfig({
  testDir: 'site',
  testMatch: '*.spec.ts',
  globalSetup: './site/setup.ts',
  fullyParallel: true,
  // One more than the processors of a small machine, for a page that waits for its network leaves one idle; other tests
  // have their part of a large one.
  workers: 2 + Math.ceil(Math.min(availableParallelism(), 8) / 2),
  // Nothing here may depend on how busy the machine is: waiting costs time only where something is wrong.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  retries: 1,
  reporter: process.env.REPORT ? [['dot'], ['json', { outputFile: process.env.REPORT }]] : 'list',
  outputDir: '../test-results',
  use: {
    headless: true,
    // To draw a page in a large window takes a third of what it takes to open it: what is about a size of its own sets
    // that, and before a release all else is seen in a large one too.
    viewport: isThorough ? { width: 1280, height: 720 } : { width: 640, height: 360 },
    // A page of its own for each test takes longer than most tests do. Playwright empties the one that is there, each
    // test has a server at an address of its own, and what needs more says so.
    reuseContext: true,
    // A worker would answer for the network that most tests cut; those about it allow it.
    serviceWorkers: 'block',
    timezoneId: 'America/New_York',
    launchOptions: launchOf(process.env.CHROMIUM),
  },
});
