import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { incidentFile, says, told } from './context.ts';

const HEAD = '## Investigating - 2026-03-01T03:00Z';

describe('a heading that nobody would see is told of where it stands', () => {
  const said = (place: string, line: string, block: string) =>
    `${place} heading-inside-block: ${line} | an update that readers can see | It stands inside ${block}. Close that before it.`;
  const QUOTE = 'a quote or a list';
  const CODE = 'a code block that does not end';
  const HTML = 'a comment or HTML that does not end';
  says(
    [
      ['in a quote', '> ## Resolved', said('11:3', '## Resolved', QUOTE)],
      ['in a list', '- a\n\n  # Resolved', said('13:3', '# Resolved', QUOTE)],
      ['in code without an end', '```\nx\n ## Resolved', said('13:1', '## Resolved', CODE)],
      ['in code behind a shorter fence', '~~~~\n## Resolved\n~~~', said('12:1', '## Resolved', CODE)],
      ['in code behind another fence', '~~~\n## Resolved\n```', said('12:1', '## Resolved', CODE)],
      ['in code behind a fence with words', '```\n## Resolved\n``` x', said('12:1', '## Resolved', CODE)],
      [
        'in code whose last line has a fence in it',
        '```\n## Resolved\nx ```',
        said('12:1', '## Resolved', CODE),
      ],
    ],
    (body) => incidentFile({ body: `${HEAD}\nDown.\n\n${body}` }),
  );

  const html = (block: string) =>
    told(incidentFile({ body: `${HEAD}\nDown.\n\n${block}` })).filter((one) => !/html-not/.test(one));
  test('in a comment without an end, or in HTML', () => {
    assert.deepEqual(html('<!-- x\n## Resolved'), [said('12:1', '## Resolved', HTML)]);
    assert.deepEqual(html('<div>\n## Resolved -->'), [said('12:1', '## Resolved -->', HTML)]);
  });

  test('but not in what was shut away on purpose, and not where it is no heading of an update', () => {
    for (const block of [
      '<!-- x\n## Resolved\n-->',
      '```\n## Resolved\n```',
      '~~~js\n## Resolved\n~~~~~\n',
      '- ```\n  ## Resolved\n  ```\n',
      '    ## Resolved',
      '    ```\n    ## Resolved',
      '> ### Details',
      '```\n### Details',
      '```\nx ## Resolved',
      '```\n##Resolved',
    ])
      assert.deepEqual(html(block), [], block);
  });
});
