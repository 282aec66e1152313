import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meaningOf } from '../../src/subscriptions/keywords.ts';

const STOPS = [
  ...[
    'STOP',
    'STOPALL',
    'UNSUBSCRIBE',
    'CANCEL',
    'END',
    'QUIT',
    'REVOKE',
    'OPTOUT',
    'opt out',
    'Stop please',
    'ARRET',
    'No',
    'no thanks',
    'Leave me alone',
  ],
  ...[
    'arrêt',
    'stop.',
    ' Stop! ',
    '“STOP”',
    'please stop',
    'Stop texting me',
    'Please stop sending these',
    'opt-out',
  ],
  ...[
    'I want to opt out',
    'do not text me',
    "don't text this number",
    'no more messages',
    'Remove me',
    'WRONG NUMBER',
  ],
  ...[
    'take me off your list',
    'I revoke my consent',
    'unsubscribe me now',
    'Stop all',
    'STOP ALL',
    'end please',
  ],
  ...[
    'ALTO',
    'alto por favor',
    'PARAR',
    'BAJA',
    'baja ya',
    'Quiero darme de baja',
    'no más mensajes',
    'CANCELAR',
  ],
  ...['no me escriban más', 'dejen de enviar', 'Número equivocado', 'DETENER', 'BASTA'],
];

for (const text of STOPS) test(`"${text}" ends it`, () => assert.equal(meaningOf(text).said, 'stop'));

const ELSEWHERE = [
  'Bitte keine SMS mehr',
  'Nein danke',
  "Arrêtez s'il vous plaît",
  "Ne m'envoyez plus rien",
  'Non mi mandate altro',
  'Basta, grazie',
  'Geen berichten meer aub',
  'Não me envie mais nada',
  'Número errado',
];
for (const text of ELSEWHERE) test(`"${text}" ends it`, () => assert.equal(meaningOf(text).said, 'stop'));

const OTHERS: [string, ReturnType<typeof meaningOf>['said']][] = [
  ['START', 'start'],
  ['unstop', 'start'],
  ['Start please', 'start'],
  ['YES', 'yes'],
  ['yes!', 'yes'],
  ['Sí', 'yes'],
  ['si, por favor', 'yes'],
  ['Ja, bitte!', 'yes'],
  ['oui merci', 'yes'],
  ['sim', 'yes'],
  ['Hilfe', 'help'],
  ['hulp', 'help'],
  ['aide', 'help'],
  ['HELP', 'help'],
  ['info', 'help'],
  ['¿Ayuda?', 'help'],
  ['When does the outage end?', 'else'],
  ['My son cannot cancel it', 'else'],
  ['the bus stop', 'else'],
  ['yes but who are you', 'else'],
  ['', 'else'],
  ['💤', 'else'],
];

for (const [text, said] of OTHERS)
  test(`"${text}" means ${said}`, () => assert.equal(meaningOf(text).said, said));

test('a word says in which language it is answered', () => {
  assert.equal(meaningOf('ALTO').language, 'es');
  assert.equal(meaningOf('no más mensajes').language, 'es');
  assert.equal(meaningOf('STOP').language, 'en');
  assert.equal(meaningOf('ARRET').language, 'fr');
  assert.equal(meaningOf('No').language, undefined);
});
