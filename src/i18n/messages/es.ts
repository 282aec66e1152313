import type { MessageWords } from './en.ts';

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
/** One o'clock is singular: "la 01:00", "las 02:00". */
const hour = (time: string) => `${time.startsWith('01:') ? 'la' : 'las'} ${time}`;

export const es: MessageWords = {
  marks: {
    drill: ['SIMULACRO. No pasa nada: es un ejercicio.', 'SIMULACRO.'],
    demonstration: ['DEMOSTRACIÓN, no es un estado real.', 'DEMOSTRACIÓN.'],
  },
  source: (name) => `${name}:`,
  statuses: {
    major_outage: 'No funciona',
    partial_outage: 'Funciona solo en parte',
    degraded_performance: 'Lento o con errores',
    not_known: 'No se sabe si funciona',
    under_maintenance: 'En mantenimiento',
  },
  some: (first, count) => `${first} y ${count} más`,
  planned: 'Mantenimiento programado',
  taken: {
    withdrawn: (title) => `Lo retiramos: "${title}"`,
    cancelled: (title) => `No se hará: "${title}"`,
  },
  worksAgain: 'Vuelve a funcionar',
  works: 'Sigue funcionando',
  window: 'Cuándo',
  said: 'Lo que se dijo',
  saidAt: 'Dicho',
  since: (from) => capital(from),
  sinceBefore: (before) => `Desde ${before}`,
  overSince: (from) => `Terminado ${from}`,
  lastKnown: (then) => `No se sabe cuándo terminó; seguía igual ${then}`,
  nextBy: ({ date, time }) => `Próximo aviso antes de ${hour(time)} del ${date}`,
  speakers: {
    community: (place) => `Comunicado por usuarios${place ? ` (${place})` : ''}`,
    press: (place) => `Según la prensa${place ? ` (${place})` : ''}`,
  },
  stop: 'Responda STOP para terminar',
  more: (address) => `Más en ${address}`,
  open: 'Abrir la página de estado',
  read: 'Leer todo',
  original: 'Una parte está en el idioma original.',
  footer: {
    subscriber: (name, service) =>
      `Recibe esto porque pidió a ${name} que le avisara si pasa algo con ${service}.`,
    preferences: 'Cambiar lo que recibe',
    unsubscribe: 'Darse de baja con un clic',
  },
  page: {
    stale: {
      title: 'Ahora mismo no se puede confiar en la página de estado',
      advice: 'Mire directamente el dispositivo.',
      hazard: (service) => `No se sabe si ${service} funciona.`,
      since: (from) => `No tiene noticias ${from}.`,
      more: 'No confíe en ella hasta que volvamos a escribir.',
    },
    fresh: {
      title: 'Ya se puede confiar otra vez en la página de estado',
      advice: 'Vea allí cómo está todo ahora.',
      hazard: (service) => `Vuelve a mostrar lo que se sabe sobre ${service}.`,
      since: (from) => `Vuelve a tener noticias ${from}.`,
      more: 'Nuestra advertencia sobre la propia página ya no vale.',
    },
  },
};
