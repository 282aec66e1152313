import type { Named, SubscriptionWords } from './en.ts';

export const es: SubscriptionWords = {
  form: {
    title: 'Recibir avisos',
    kind: {
      legend: '¿Cómo le avisamos?',
      email: 'Por correo electrónico',
      sms: 'Por mensaje de texto (SMS)',
      'web-push': 'Con una notificación de este navegador',
    },
    address: 'Su dirección de correo electrónico',
    number: 'Número de móvil',
    numberHint: 'Con + y el prefijo del país, o como lo escribe en el país de abajo.',
    country: 'País del número',
    language: 'Idioma',
    about: {
      legend: '¿Sobre qué?',
      all: 'Todo, también lo que se añada después',
      some: 'Solo esto:',
    },
    least: {
      legend: '¿Cómo de grave debe ser?',
      any: 'Todo lo que vaya peor de lo debido, y los trabajos previstos',
      partial: 'Algo funciona solo en parte, o no funciona',
      major: 'Despiérteme solo cuando algo no funcione en absoluto',
    },
    allClear: 'A quien se avisa de un incidente se le avisa de cómo sigue y de cuándo termina.',
    sound: {
      legend: '¿Puede sonar?',
      loud: 'Sí, también de noche',
      quiet: 'No',
    },
    drills: 'Avíseme también de los simulacros, para saber cómo será',
    whose: {
      legend: '¿De quién es?',
      own: 'Es mío. Tengo 18 años o más y soy madre, padre o tutor, o me inscribo por mi cuenta.',
      minor:
        'Es el teléfono de un menor. Tengo 18 años o más y soy su madre, padre o tutor, y doy primero mi consentimiento.',
    },
    guardian: 'Su propia dirección de correo, en la que le preguntamos primero',
    guardianHint:
      'Se olvida en cuanto responda. Nunca pedimos el nombre, la edad, el dispositivo ni las lecturas de un menor.',
    consent: {
      legend: 'Su consentimiento',
      email: ({ brand, service }: Named) =>
        `Acepto recibir correos de ${brand} sobre interrupciones, trabajos previstos y simulacros de ${service}. La frecuencia depende de lo que ocurra. Puedo darme de baja con un clic en cada mensaje.`,
      sms: ({ brand, programme, service }: Named) =>
        `Acepto recibir mensajes de texto (SMS) automáticos y recurrentes de ${brand} en este número: «${programme}», sobre interrupciones, trabajos previstos y simulacros de ${service}. La frecuencia de los mensajes varía. Pueden aplicarse tarifas por mensajes y datos. Responda HELP o AYUDA para recibir ayuda, STOP o ALTO para terminar. El consentimiento no es condición de ninguna compra ni servicio.`,
      'web-push': ({ brand, service }: Named) =>
        `Acepto recibir notificaciones de ${brand} en este navegador sobre interrupciones, trabajos previstos y simulacros de ${service}. La frecuencia depende de lo que ocurra. Puedo terminarlas aquí o en el navegador cuando quiera.`,
    },
    terms: 'Condiciones de los mensajes',
    privacy: 'Privacidad',
    trap: 'Deje esto vacío',
    submit: 'Seguir',
    notEmergency:
      'Los mensajes pueden llegar tarde o no llegar. No sustituyen ninguna alarma de un dispositivo y no son para emergencias.',
  },
};
