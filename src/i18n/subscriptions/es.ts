import type { Named, Reachable, SubscriptionWords } from './en.ts';

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
    number: 'Número de teléfono móvil',
    numberHint: 'Con + y el código del país, o como se marca en el país de abajo.',
    country: 'País del número',
    language: 'Idioma',
    about: {
      legend: '¿Sobre qué?',
      all: 'Todo, también lo que se agregue después',
      some: 'Solo esto:',
    },
    least: {
      legend: '¿A partir de qué gravedad?',
      any: 'Todo lo que no vaya bien, y el mantenimiento programado',
      partial: 'Algo funciona solo en parte, o no funciona',
      major: 'Solo cuando algo no funcione en absoluto',
    },
    allClear: 'Si le avisamos de un problema, también le diremos cómo sigue y cuándo termina.',
    sound: {
      legend: '¿Puede sonar?',
      loud: 'Sí, también de noche',
      quiet: 'No',
    },
    drills: 'Envíenme también los simulacros, para saber qué esperar',
    whose: {
      legend: '¿De quién es?',
      own: 'Es mío. Tengo 18 años o más, y soy madre, padre o tutor, o me inscribo para mí.',
      minor:
        'Es el teléfono de un menor. Tengo 18 años o más, soy su madre, padre o tutor, y doy mi consentimiento antes de que se le envíe nada.',
    },
    guardian: 'Su propia dirección de correo: ahí le preguntamos primero',
    guardianHint:
      'La olvidamos en cuanto responda. Nunca pedimos el nombre, la edad, el dispositivo ni las lecturas de un menor.',
    consent: {
      legend: 'Su consentimiento',
      email: ({ brand, service }: Named) =>
        `Acepto recibir correos de ${brand} sobre interrupciones, mantenimiento programado y simulacros en ${service}. La frecuencia depende de lo que ocurra. Puedo darme de baja con un clic en cada mensaje.`,
      sms: ({ brand, programme, service }: Named) =>
        `Acepto recibir mensajes de texto (SMS) automáticos y recurrentes de ${brand} en este número: «${programme}», sobre interrupciones, mantenimiento programado y simulacros en ${service}. La frecuencia de los mensajes varía. Pueden aplicarse tarifas por mensajes y datos. Responda HELP o AYUDA para recibir ayuda, STOP o ALTO para terminar. El consentimiento no es condición de ninguna compra ni servicio.`,
      'web-push': ({ brand, service }: Named) =>
        `Acepto recibir notificaciones de ${brand} en este navegador sobre interrupciones, mantenimiento programado y simulacros en ${service}. La frecuencia depende de lo que ocurra. Puedo terminarlas aquí o en el navegador cuando quiera.`,
    },
    terms: 'Condiciones de estos mensajes',
    privacy: 'Privacidad',
    trap: 'Deje esto vacío',
    submit: 'Continuar',
    notEmergency:
      'Los mensajes pueden llegar tarde o no llegar. No sustituyen las alarmas del dispositivo y no son para emergencias.',
  },
  wrong: {
    title: 'Falta algo',
    address: 'No podemos escribir a esta dirección de correo. Debe ser como nombre@example.org.',
    number: 'Esto no es un número de teléfono. Escríbalo con + y el código del país.',
    country: (countries: string) => `Solo podemos enviar mensajes de texto a números de: ${countries}.`,
    mobile:
      'A este tipo de número no se pueden enviar mensajes de texto. Escriba un número de teléfono móvil.',
    push: 'Este navegador no nos dijo cómo avisarle. Vuelva a la página, permita las notificaciones e inténtelo de nuevo.',
    component: 'Elija al menos uno, o todo.',
    whose: 'Diga de quién es: solo pueden inscribirse adultos, para sí mismos o para su propio hijo.',
    guardian: 'Escriba su propia dirección de correo: le preguntamos antes de escribir al teléfono.',
    consent: 'Sin su consentimiento no enviamos nada. Marque la casilla si está de acuerdo.',
    again:
      'Esta página estuvo abierta demasiado tiempo o se envió demasiado rápido. Pulse el botón otra vez.',
  },
  pages: {
    back: (site: string) => `Volver a ${site}`,
    check: {
      title: '¿Es correcto?',
      lead: 'Revíselo. No se envía nada hasta que pulse el botón, y después nada más hasta que lo confirme.',
      submit: {
        email: 'Envíenme el correo para confirmar',
        sms: 'Envíen el mensaje para confirmar',
        'web-push': 'Envíenme una notificación para confirmar',
      },
    },
    sent: {
      title: 'Un paso más',
      email:
        'Si podemos escribir a esa dirección, un correo va en camino. Abra su enlace antes de 24 horas y pulse allí el botón. Si no llega, mire en el correo no deseado.',
      sms: 'Si podemos escribir a ese número, un mensaje va en camino. Responda SI antes de 24 horas. Si alguna vez terminó nuestros mensajes con STOP, envíe START a nuestro número.',
      'web-push':
        'Una notificación va en camino a este navegador. Ábrala y pulse el botón antes de 24 horas.',
      guardian:
        'Si podemos escribir a esa dirección, un correo para usted va en camino. Cuando haya dado su consentimiento, preguntaremos al teléfono. Hasta entonces no se le envía nada.',
      forgotten: 'Si nadie responde, lo olvidamos después de un día.',
    },
    confirm: {
      title: 'Sí, avísenme',
      lead: (programme: string) => `Pulse el botón para recibir «${programme}».`,
      submit: 'Confirmar',
      done: 'Le avisaremos',
      doneText: 'Puede cambiar lo que recibe, probarlo o terminarlo cuando quiera.',
    },
    guardian: {
      title: 'Usted da primero su consentimiento',
      words: ({ brand, programme, service }: Named) =>
        `Tengo 18 años o más y soy madre, padre o tutor del menor cuyo teléfono es este. Acepto que ${brand} le envíe mensajes de texto (SMS) automáticos y recurrentes: «${programme}», sobre interrupciones, mantenimiento programado y simulacros en ${service}. La frecuencia de los mensajes varía. Pueden aplicarse tarifas por mensajes y datos. Se pregunta al teléfono antes de enviar nada más, y STOP lo termina.`,
      submit: 'Estoy de acuerdo',
      done: 'Gracias',
      doneText: 'Hemos enviado un mensaje de texto al teléfono. Hay que responder SI antes de 24 horas.',
    },
    preferences: {
      title: 'Lo que recibe',
      for: (address: string) => `Para ${address}`,
      save: 'Guardar',
      saved: 'Guardado.',
      test: 'Envíenme una prueba ahora',
      tested: 'Una prueba va en camino.',
      testsUsed: 'Ya no hay más pruebas por hoy. Inténtelo mañana.',
      leave: 'Darse de baja',
      data: 'Sus datos',
      dataText:
        'Descargue en un archivo todo lo que tenemos sobre usted, o haga que se borre todo, de inmediato y para siempre.',
      export: 'Descargar el archivo',
      erase: 'Olvídenme',
      eraseSure: 'Sí, olviden todo sobre mí',
      erased: 'Le hemos olvidado',
      erasedText: 'Nada de lo que guardamos lleva ya a usted, y no volveremos a escribirle.',
    },
    leave: {
      title: '¿Darse de baja?',
      lead: (address: string) => `Pulse el botón y no enviaremos nada más a ${address}.`,
      submit: 'Darse de baja',
      done: 'Se ha dado de baja',
      doneText:
        'No enviaremos nada más y hemos olvidado su dirección. Puede inscribirse de nuevo cuando quiera.',
    },
    access: {
      title: 'Cambiar o terminar lo que recibe',
      lead: 'Le enviamos un enlace con el que puede cambiar lo que recibe, ver sus datos o darse de baja.',
      submit: 'Envíenme el enlace',
      sent: 'Si esa dirección o ese número está inscrito, un enlace va en camino. Funciona durante un día.',
    },
    terms: {
      title: 'Condiciones de estos mensajes',
      paragraphs: ({ brand, programme, service, contact }: Reachable): string[] => [
        `${brand} envía «${programme}»: correos, mensajes de texto (SMS) y notificaciones de navegador sobre interrupciones, mantenimiento programado y simulacros en ${service}, a quienes lo pidieron y lo confirmaron.`,
        'La frecuencia de los mensajes varía: varios durante una interrupción, ninguno mientras no pasa nada. Pueden aplicarse tarifas por mensajes y datos. No cobramos nada.',
        'Para terminar los mensajes de texto responda STOP o ALTO; para recibir ayuda responda HELP o AYUDA. Para terminar los correos use el enlace de cada mensaje. El consentimiento no es condición de ninguna compra ni servicio.',
        'Los mensajes pueden llegar tarde o no llegar, y las operadoras no responden de ello. No sustituyen las alarmas del dispositivo y no son para emergencias.',
        'Solo pueden inscribirse adultos. Para el teléfono de un menor da primero su consentimiento la madre, el padre o el tutor.',
        `Una persona responde en ${contact}.`,
      ],
      operator: 'Más condiciones',
    },
    privacy: {
      title: 'Lo que guardamos sobre usted',
      paragraphs: ({ contact }: Reachable): string[] => [
        'Cómo avisarle (una dirección de correo, un número o lo que nos da su navegador), cifrado; de qué quiere que le avisemos; en qué idioma; cuándo lo pidió y lo confirmó, y las palabras que se le mostraron.',
        'Nada sobre un dispositivo, una lectura o un menor: ni nombre ni edad. Sin cookies, sin código de terceros, sin seguir lo que abre.',
        'Una petición que nadie confirma se olvida después de un día. Cuando se da de baja, la dirección se olvida enseguida. Durante cuatro años guardamos solo un resumen cifrado con clave de ella, para poder demostrar que había aceptado; «Olvídenme» borra también eso.',
        'Los números de teléfono móvil y el consentimiento no se comparten con nadie ni se venden. Nuestro servidor de correo, la empresa que envía nuestros mensajes de texto o el servicio de notificaciones lleva los mensajes y ve la dirección a la que van.',
        'En su propia página, a la que lleva cada mensaje, puede verlo todo en un archivo, cambiarlo o hacer que se olvide todo.',
        `Una persona responde en ${contact}.`,
      ],
      operator: 'Más sobre privacidad',
    },
    problem: {
      gone: 'Este enlace ya no funciona',
      goneText: 'Ya se usó, o es demasiado antiguo. Pídanos uno nuevo.',
      tooMany: 'Demasiadas peticiones a la vez',
      tooManyText:
        'Desde donde usted está llegaron muchas peticiones en poco tiempo. Inténtelo dentro de una hora.',
      noTexts: 'Ahora mismo no hay mensajes de texto',
      noTextsText:
        'Piden mensajes de texto más personas de las que podemos atender ahora. El correo funciona; o inténtelo más tarde.',
      notFound: 'Aquí no hay nada',
      notFoundText: 'Puede que la dirección esté incompleta: copie el enlace entero.',
      notAllowed: 'Esto vino de otro sitio',
      notAllowedText:
        'Por su seguridad solo se aceptan formularios de este sitio. Ábralo e inténtelo de nuevo.',
      method: 'Esta página no se puede usar así',
      tooLarge: 'Eso era demasiado largo',
      type: 'Eso no es un formulario',
      failed: 'Algo salió mal',
      failedText: 'El error es nuestro. Inténtelo dentro de unos minutos.',
    },
  },
  // The letters á, í, ó and ú are not in GSM-7: words without them keep a text in half as many parts.
  texts: {
    ask: ({ programme, service }: Named) =>
      `${programme}: Responda SI para recibir SMS sobre fallos en ${service}. La frecuencia varia. Puede haber cargos por mensajes y datos. AYUDA o STOP.`,
    confirmed: ({ brand, programme }: Named) =>
      `${brand}: Desde ahora recibe mensajes de ${programme}. La frecuencia varia. Puede haber cargos por mensajes y datos. AYUDA para ayuda, STOP para terminar.`,
    help: ({ brand, programme, service, contact, link }: Reachable) =>
      `${brand}, ${programme}: mensajes de texto sobre fallos en ${service}. Ayuda de una persona: ${contact}. Cambiar o terminar: ${link} Puede haber cargos por mensajes y datos. STOP para terminar.`,
    stopped: ({ brand, programme }: Named) =>
      `${brand}, ${programme}: Se ha dado de baja y no recibe nada mas. Responda START para volver.`,
    unknown: ({ brand, programme, link }: Reachable) =>
      `${brand}, ${programme}: Este numero no recibe mensajes nuestros. Inscribirse: ${link}`,
    test: ({ programme }: Named) =>
      `${programme}: Esta es la prueba que pidio. Los mensajes reales vienen de este numero. Responda AYUDA para ayuda, STOP para terminar.`,
    access: ({ programme, link }: Reachable) =>
      `${programme}: Cambiar o terminar lo que recibe, durante un dia: ${link}`,
  },
  letters: {
    confirm: {
      subject: (programme: string) => `Confirme, por favor: ${programme}`,
      paragraphs: ({ brand, service }: Named) => [
        `Alguien, esperamos que usted, nos pidió que avisáramos a esta dirección de interrupciones, mantenimiento programado y simulacros en ${service}.`,
        `Si fue usted, abra el enlace y pulse el botón. Si no, no haga nada: olvidamos la dirección después de un día, y ${brand} no vuelve a escribir.`,
      ],
      button: 'Confirmar',
    },
    guardian: {
      subject: (programme: string) => `El teléfono de un menor: ¿está de acuerdo? ${programme}`,
      paragraphs: ({ brand, service }: Named) => [
        `Alguien, esperamos que usted, nos pidió que enviáramos mensajes de texto sobre interrupciones en ${service} al teléfono de un menor, y le nombró como madre, padre o tutor.`,
        `Si fue usted, abra el enlace, lea lo que acepta y pulse el botón. Si no, no haga nada: lo olvidamos todo después de un día, ${brand} no vuelve a escribir, y al teléfono no llega nada.`,
      ],
      button: 'Leer y decidir',
    },
    test: {
      subject: (programme: string) => `Prueba: ${programme}`,
      paragraphs: ({ brand }: Named) => [
        `Esta es la prueba que pidió. Los mensajes sobre interrupciones vienen de ${brand} de la misma manera.`,
      ],
      button: 'Cambiar o terminar lo que recibe',
    },
    access: {
      subject: (programme: string) => `Su enlace: ${programme}`,
      paragraphs: ({ brand }: Named) => [
        `Este es el enlace para cambiar o terminar lo que ${brand} le envía. Funciona durante un día. Si no lo pidió usted, no haga nada.`,
      ],
      button: 'Abrirlo',
    },
    left: {
      subject: (programme: string) => `Se ha dado de baja: ${programme}`,
      paragraphs: ({ brand, service }: Named) => [
        `Un correo enviado desde esta dirección nos pidió que paráramos. ${brand} ya no le escribe sobre interrupciones de ${service}, y ha olvidado la dirección.`,
        'Si no fue usted, o cambia de idea, inscríbase de nuevo.',
      ],
      button: 'Inscribirse de nuevo',
    },
  },
  notes: {
    confirm: 'Ábralo para confirmar que quiere recibir avisos.',
    test: 'Esta es la prueba que pidió. Los mensajes reales se ven así.',
    access: 'Ábralo para cambiar o terminar lo que recibe.',
    renewed: 'Su navegador tiene una dirección nueva. Los avisos siguen llegando; no tiene que hacer nada.',
  },
};
