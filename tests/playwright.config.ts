import { defineConfig } from 'playwright/test';
import { launchOf } from './site/launch.ts';

export default defineConfig({
  testDir: 'site',
  testMatch: '*.spec.ts',
  globalSetup: './site/setup.ts',
  fullyParallel: true,
  // One more than the cores of a small machine: a page that waits for its network leaves one idle.
  workers: 3,
  // Nothing here may depend on how busy the machine is: waiting costs time only where something is wrong.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  retries: 1,
  reporter: process.env.REPORT ? [['dot'], ['json', { outputFile: process.env.REPORT }]] : 'list',
  outputDir: '../test-results',
  use: {
    headless: true,
    // A page of its own for each test takes longer than most tests do. Playwright empties the one that is there, each
    // test has a server at an address of its own, and what needs more says so.
    reuseContext: true,
    // A worker would answer for the network that most tests cut; those about it allow it.
    serviceWorkers: 'block',
    timezoneId: 'America/New_York',
    launchOptions: launchOf(process.env.CHROMIUM),
  },
});
