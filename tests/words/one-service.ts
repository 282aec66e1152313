/**
 * Words of the service that this project began with, in each language that we ship: what a sensor reads, whose it is, who
 * made it, and sleep. Nothing of ours says them to the readers of another service.
 */
export const ABOUT_ONE_SERVICE: Readonly<Record<string, RegExp>> = {
  en: /glucose|insulin|diabet|\bsensors?\b|\breadings?\b|child|\bminor|guardian|\bparents?\b|sleep|\bwakes?\b|bedside|night table|wearer|follower|vendor|care team|medical|device’s own|device itself|no data\?/i,
  es: /glucosa|insulina|diabet|sensor|lectura|\bmenor(?:es)?\b(?! que)|tutor|\bpadre|\bmadre|niñ|dormir|despertar|mesa de noche|fabricante|médic|sin ver datos/i,
  de: /glukose|insulin|diabet|sensor|messwert|\bwerte\b|\bkind|minderjähr|sorgeberechtigt|\beltern|schlaf|wecken|nachttisch|hersteller|medizin|gerät selbst|eines geräts|keine daten\?/i,
  fr: /gluc|glyc|insulin|diab|capteur|\bmesures?\b|enfant|mineur|tuteur|\bparents?\b|dormir|sommeil|réveiller|chevet|fabricant|médic|appareil lui-même/i,
  it: /glucos|insulin|diabet|sensor|\bletture\b|\blettura\b|bambin|minor(?:e|enne)\b|tutore|genitor|dormire|svegliar|comodino|produttore|medic|dispositivo stesso|nessun dato\?/i,
  nl: /glucose|insuline|diabet|sensor|\bmeting|\bkind|minderjarig|voogd|\bouder\b|\bouders\b|slapen|wekken|nachtkast|fabrikant|medisch|apparaat zelf|geen gegevens\?/i,
  pt: /glicose|insulina|diabet|sensor|\bleituras?\b|crian|\bmenor(?:es)?\b(?! que)|dormir|acordar|cabeceira|fabricante|médic|próprio aparelho|sem dados\?/i,
};

/** The page for the night table, which can be switched off, and what leads to it. */
export const NIGHT_TABLE =
  /^pages\.(?:bedside\.|nav\.bedside$|subscribe\.introSound$|subscribe\.ways\.6\.|about\.sections\.(?:4\.text\.1|5\.text\.1)$)/;

/** What is said only where the config lets a minor’s telephone be signed up (`minors` in `delivery`). */
export const MINORS =
  /^subscriptions\.(?:form\.(?:whose|guardian)|wrong\.(?:whose|guardian)|pages\.(?:sent\.guardian|guardian\.|terms\.minors$)|letters\.guardian)/;
