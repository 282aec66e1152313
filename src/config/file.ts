/** The name of the config, in the folder of a site. */
export const CONFIG_FILE = 'nightlight.yaml';
