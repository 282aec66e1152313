import './incident.ts';
import { keepAdding } from './additions.ts';
import { fillsTimes } from './left.ts';
import { datePrints } from './printed.ts';
import { pageWords } from './words.ts';

/**
 * What can wait on pages that do not speak of now: drawings, what can be copied, times to be filled in, own times of
 * what changes or comes later, and when it was printed. A file of its own, which a browser keeps from one of them to
 * the next.
 */
keepAdding();
datePrints(pageWords().locale);
fillsTimes();
