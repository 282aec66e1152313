/** What sentences of consent name. */
export interface Named {
  /** Who sends: a name that people know. */
  brand: string;
  /** What the messages are called. */
  programme: string;
  /** What people call the service, as it stands in a sentence: "glucose sharing". */
  service: string;
}

/** What a text message of the service names besides. */
export interface Reachable extends Named {
  /** How a person is reached: an address of e-mail, or of a page. */
  contact: string;
  /** Where somebody changes what they get, or signs up. */
  link: string;
}

export const en = {
  /** The form, as the page and the service print it. */
  form: {
    title: 'Get notified',
    kind: {
      legend: 'How should we tell you?',
      email: 'By e-mail',
      sms: 'By text message (SMS)',
      'web-push': 'By a notification in this browser',
    },
    address: 'Your e-mail address',
    number: 'Mobile number',
    numberHint: 'With + and the country code, or the way you dial it in the country below.',
    country: 'Country of the number',
    language: 'Language',
    about: {
      legend: 'About what?',
      all: 'Everything, and what is added later',
      some: 'Only this:',
    },
    least: {
      legend: 'How bad must it be?',
      any: 'Anything that is not as it should be, and planned maintenance',
      partial: 'Something works only in part, or not at all',
      major: 'Only when something does not work at all',
    },
    allClear: 'If we tell you about a problem, we also tell you how it goes on and when it is over.',
    sound: {
      legend: 'May it make a sound?',
      loud: 'Yes, also at night',
      quiet: 'No',
    },
    drills: 'Send me drills too, so that I know what to expect',
    whose: {
      legend: 'Whose is it?',
      own: 'It is mine. I am 18 or older, and the parent or guardian, or signing up for myself.',
      minor:
        'It is a minor’s phone. I am 18 or older and the parent or guardian, and I agree before anything is sent to it.',
    },
    guardian: 'Your own e-mail address: we ask you there first',
    guardianHint:
      'We forget it as soon as you have answered. We never ask for a child’s name, age, device or readings.',
    consent: {
      legend: 'Your consent',
      email: ({ brand, service }: Named) =>
        `I agree to receive e-mail from ${brand} about outages, planned maintenance and drills of ${service}. How often depends on what happens. I can end it with one click in every message.`,
      sms: ({ brand, programme, service }: Named) =>
        `I agree to receive recurring automated text messages (SMS) from ${brand} at this number: “${programme}”, about outages, planned maintenance and drills of ${service}. Message frequency varies. Message and data rates may apply. Reply HELP for help, STOP to end. Consent is not a condition of any purchase or service.`,
      'web-push': ({ brand, service }: Named) =>
        `I agree to receive notifications in this browser from ${brand} about outages, planned maintenance and drills of ${service}. How often depends on what happens. I can end it here or in the browser at any time.`,
    },
    terms: 'Terms of these messages',
    privacy: 'Privacy',
    /** Beside the field that nobody fills, for whoever comes upon it all the same. */
    trap: 'Leave this empty',
    submit: 'Continue',
    notEmergency:
      'Messages can come late or not at all. They do not replace a device’s own alarms and are not for emergencies.',
  },
  /** Why a form is not taken, beside the field. */
  wrong: {
    title: 'Something is missing',
    address: 'We cannot write to this e-mail address. One looks like name@example.org.',
    number: 'This is not a phone number. Write it with + and the country code.',
    country: (countries: string) => `We can send text messages only to numbers of: ${countries}.`,
    mobile: 'This kind of number cannot get text messages. Give a mobile number.',
    push: 'This browser did not say how to reach it. Go back to the page, allow notifications, and try again.',
    component: 'Choose at least one, or everything.',
    whose: 'Say whose it is: only adults can sign up, for themselves or for their own child.',
    guardian: 'Give your own e-mail address: we ask you before we write to the phone.',
    consent: 'Without your consent we send nothing. Tick the box if you agree.',
    again: 'This page was open too long, or was sent too quickly. Please press the button again.',
  },
  /** Pages of the service. */
  pages: {
    back: (site: string) => `Back to ${site}`,
    check: {
      title: 'Is this right?',
      lead: 'Look it over. Nothing is sent until you press the button, and after that nothing more until you confirm.',
      submit: {
        email: 'Send me the e-mail to confirm',
        sms: 'Send the text to confirm',
        'web-push': 'Send me a notification to confirm',
      },
    },
    sent: {
      title: 'One more step',
      email:
        'If we can write to that address, an e-mail is on its way. Open the link in it within 24 hours and press the button there. If it does not come, look in your spam folder.',
      sms: 'If we can write to that number, a text message is on its way. Answer YES within 24 hours. If you once ended our texts with STOP, send START to our number instead.',
      'web-push':
        'A notification is on its way to this browser. Open it and press the button within 24 hours.',
      guardian:
        'If we can write to that address, an e-mail to you is on its way. Once you have agreed there, we ask the phone. Until then nothing is sent to it.',
      forgotten: 'If nobody answers, we forget it after a day.',
    },
    confirm: {
      title: 'Yes, tell me',
      lead: (programme: string) => `Press the button to get “${programme}”.`,
      submit: 'Confirm',
      done: 'We will tell you',
      doneText: 'You can change what you get, try it out, or end it at any time.',
    },
    guardian: {
      title: 'You agree first',
      words: ({ brand, programme, service }: Named) =>
        `I am 18 or older and the parent or guardian of the minor whose phone this is. I agree that ${brand} sends recurring automated text messages (SMS) to it: “${programme}”, about outages, planned maintenance and drills of ${service}. Message frequency varies. Message and data rates may apply. The phone is asked before anything else is sent, and STOP ends it.`,
      submit: 'I agree',
      done: 'Thank you',
      doneText: 'We have sent the phone a text message. It has to be answered with YES within 24 hours.',
    },
    preferences: {
      title: 'What you get',
      for: (address: string) => `For ${address}`,
      save: 'Save',
      saved: 'Saved.',
      test: 'Send me a test now',
      tested: 'A test is on its way.',
      testsUsed: 'That is all the tests for today. Try again tomorrow.',
      leave: 'Unsubscribe',
      data: 'Your data',
      dataText:
        'Get everything we have about you as a file, or have all of it deleted, at once and for good.',
      export: 'Download the file',
      erase: 'Forget me',
      eraseSure: 'Yes, forget everything about me',
      erased: 'We have forgotten you',
      erasedText: 'Nothing we keep leads to you any more, and we will not write again.',
    },
    leave: {
      title: 'Unsubscribe?',
      lead: (address: string) => `Press the button, and we send nothing more to ${address}.`,
      submit: 'Unsubscribe',
      done: 'You are unsubscribed',
      doneText: 'We send nothing more and have forgotten your address. You can sign up again at any time.',
    },
    access: {
      title: 'Change or end what you get',
      lead: 'We send you a link where you can change what you get, see your data, or end it.',
      submit: 'Send me the link',
      sent: 'If that address or number is signed up, a link is on its way. It works for a day.',
    },
    terms: {
      title: 'Terms of these messages',
      paragraphs: ({ brand, programme, service, contact }: Reachable): string[] => [
        `${brand} sends “${programme}”: e-mail, text messages (SMS) and browser notifications about outages, planned maintenance and drills of ${service}, to people who asked for them and confirmed it.`,
        'Message frequency varies: several messages during an outage, none while nothing happens. Message and data rates may apply. We charge nothing.',
        'To end text messages answer STOP; for help answer HELP. To end e-mail use the link in every message. Consent is not a condition of any purchase or service.',
        'Messages can come late or not at all, and carriers are not liable for that. They do not replace a device’s own alarms and are not for emergencies.',
        'Only adults can sign up. For a minor’s own phone a parent or guardian agrees first.',
        `A person answers at ${contact}.`,
      ],
      operator: 'More terms',
    },
    privacy: {
      title: 'What we keep about you',
      paragraphs: ({ contact }: Reachable): string[] => [
        'How to reach you (an e-mail address, a number, or what your browser gives us), encrypted; what you want to be told about; in which language; when you asked and confirmed, and the words you were shown.',
        'Nothing about a device, a reading or a child: no name, no age. No cookies, nobody else’s scripts, no tracking of what you open.',
        'A request that nobody confirms is forgotten after a day. When you unsubscribe, the address is forgotten at once. For four years we keep only a keyed hash of it, to show that you had agreed; “Forget me” removes that too.',
        'Mobile numbers and consent are not shared with or sold to anybody. Our mail server, the company that sends our texts, or the push service carries the messages and sees the address they go to.',
        'On your own page, to which every message links, you can see everything as a file, change it, or have all of it forgotten.',
        `A person answers at ${contact}.`,
      ],
      operator: 'More about privacy',
    },
    problem: {
      gone: 'This link no longer works',
      goneText: 'It was used already, or it is too old. Ask us for a new one.',
      tooMany: 'Too many at once',
      tooManyText: 'Many requests came from where you are in a short time. Try again in an hour.',
      noTexts: 'No text messages right now',
      noTextsText:
        'More people are asking for text messages than we can handle right now. E-mail works; or try again later.',
      notFound: 'There is nothing here',
      notFoundText: 'The address may be incomplete: copy the whole link.',
      notAllowed: 'This came from another site',
      notAllowedText: 'For your safety we only take forms from this site. Open it and try again.',
      method: 'This page cannot be used that way',
      tooLarge: 'That was too long',
      type: 'That is not a form',
      failed: 'Something went wrong',
      failedText: 'The fault is ours. Try again in a few minutes.',
    },
  },
  /** Text messages, in letters that fit 160 to a part (GSM-7). */
  texts: {
    ask: ({ programme, service }: Named) =>
      `${programme}: Reply YES for texts (SMS) about outages of ${service}. Msg frequency varies. Msg & data rates may apply. HELP for help, STOP to end.`,
    confirmed: ({ brand, programme }: Named) =>
      `${brand}: You now get ${programme} text messages. Msg frequency varies. Message and data rates may apply. Reply HELP for help, STOP to end.`,
    help: ({ brand, programme, service, contact, link }: Reachable) =>
      `${brand}, ${programme}: text messages about outages of ${service}. Help from a person: ${contact}. Change or end it: ${link} Message and data rates may apply. Reply STOP to end.`,
    stopped: ({ brand, programme }: Named) =>
      `${brand}, ${programme}: You are unsubscribed and get no more messages. Reply START to get them again.`,
    unknown: ({ brand, programme, link }: Reachable) =>
      `${brand}, ${programme}: This number gets no messages from us. Sign up: ${link}`,
    test: ({ programme }: Named) =>
      `${programme}: This is the test you asked for. Real messages come from this number. Reply HELP for help, STOP to end.`,
    access: ({ programme, link }: Reachable) =>
      `${programme}: Change or end what you get, for one day: ${link}`,
  },
  /** Letters of the service: a subject and paragraphs, and what stands on the button. */
  letters: {
    confirm: {
      subject: (programme: string) => `Please confirm: ${programme}`,
      paragraphs: ({ brand, service }: Named) => [
        `Somebody, we hope it was you, asked us to write to this address about outages, planned maintenance and drills of ${service}.`,
        `If it was, open the link and press the button. If not, do nothing: we forget the address after a day, and ${brand} does not write again.`,
      ],
      button: 'Confirm',
    },
    guardian: {
      subject: (programme: string) => `A minor’s phone: do you agree? ${programme}`,
      paragraphs: ({ brand, service }: Named) => [
        `Somebody, we hope it was you, asked us to send text messages about outages of ${service} to a minor’s phone, and named you as the parent or guardian.`,
        `If it was, open the link, read what you agree to and press the button. If not, do nothing: we forget all of it after a day, ${brand} does not write again, and nothing is sent to the phone.`,
      ],
      button: 'Read and decide',
    },
    test: {
      subject: (programme: string) => `Test: ${programme}`,
      paragraphs: ({ brand }: Named) => [
        `This is the test you asked for. Messages about outages come from ${brand} in the same way.`,
      ],
      button: 'Change or end what you get',
    },
    access: {
      subject: (programme: string) => `Your link: ${programme}`,
      paragraphs: ({ brand }: Named) => [
        `Here is the link to change or end what ${brand} sends you. It works for a day. If you did not ask for it, do nothing.`,
      ],
      button: 'Open it',
    },
    left: {
      subject: (programme: string) => `You are unsubscribed: ${programme}`,
      paragraphs: ({ brand, service }: Named) => [
        `An e-mail from this address asked us to stop. ${brand} no longer writes to it about outages of ${service}, and has forgotten it.`,
        'If that was not you, or you change your mind, sign up again.',
      ],
      button: 'Sign up again',
    },
  },
  notes: {
    confirm: 'Open this to confirm that you want to be notified.',
    test: 'This is the test you asked for. Real messages look like this.',
    access: 'Open this to change or end what you get.',
    renewed: 'Your browser can be reached at a new address. Notifications go on; you need do nothing.',
  },
};

export type SubscriptionWords = typeof en;
