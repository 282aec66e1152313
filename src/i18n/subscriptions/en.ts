/** What sentences of consent name. */
export interface Named {
  /** Who sends: a name that people know. */
  brand: string;
  /** What the messages are called. */
  programme: string;
  /** What people call the service, as it stands in a sentence: "glucose sharing". */
  service: string;
}

export const en = {
  /** The form, as the page and the service print it. */
  form: {
    title: 'Be told',
    kind: {
      legend: 'How shall we tell you?',
      email: 'By e-mail',
      sms: 'By text message (SMS)',
      'web-push': 'By a notification of this browser',
    },
    address: 'Your e-mail address',
    number: 'Mobile number',
    numberHint: 'With + and the code of the country, or as you write it in the country below.',
    country: 'Country of the number',
    language: 'Language',
    about: {
      legend: 'What about?',
      all: 'Everything, also what is added later',
      some: 'Only this:',
    },
    least: {
      legend: 'How bad must it be?',
      any: 'Anything that is worse than it should be, and planned work',
      partial: 'Something works only in part, or not at all',
      major: 'Wake me only when something does not work at all',
    },
    allClear: 'Whoever is told of an incident is told how it goes on, and when it is over.',
    sound: {
      legend: 'May it make a sound?',
      loud: 'Yes, also at night',
      quiet: 'No',
    },
    drills: 'Tell me of drills too, so that I know how it will be',
    whose: {
      legend: 'Whose is it?',
      own: 'It is my own. I am 18 or older and the parent or guardian, or I sign up for myself.',
      minor: 'It is the phone of a minor. I am 18 or older and the parent or guardian, and I agree first.',
    },
    guardian: 'Your own e-mail address, at which we ask you first',
    guardianHint:
      'Forgotten as soon as you answered. We never ask for a child’s name, age, device or readings.',
    consent: {
      legend: 'Your consent',
      email: ({ brand, service }: Named) =>
        `I agree to receive e-mail from ${brand} about outages, planned work and drills of ${service}. How often depends on what happens. I can end it with one click in every message.`,
      sms: ({ brand, programme, service }: Named) =>
        `I agree to receive recurring automated text messages (SMS) from ${brand} at this number: “${programme}”, about outages, planned work and drills of ${service}. Message frequency varies. Message and data rates may apply. Reply HELP for help, STOP to end. Consent is not a condition of any purchase or service.`,
      'web-push': ({ brand, service }: Named) =>
        `I agree to receive notifications in this browser from ${brand} about outages, planned work and drills of ${service}. How often depends on what happens. I can end it here or in the browser at any time.`,
    },
    terms: 'Terms of the messages',
    privacy: 'Privacy',
    /** Beside the field that nobody fills, for whoever comes upon it all the same. */
    trap: 'Leave this empty',
    submit: 'Go on',
    notEmergency:
      'Messages can come late or not at all. They replace no alarm of a device and are not for emergencies.',
  },
};

export type SubscriptionWords = typeof en;
