/** What a place begins with that is a bucket of storage that speaks S3. */
export const S3 = 's3://';

/** What is read of the environment for a place that is on no disk of this machine. */
export const FAR_VARIABLES = {
  NIGHTLIGHT_SSH_CONFIG: 'The file that ssh reads in the place of ~/.ssh/config, for ssh://.',
  AWS_ACCESS_KEY_ID: 'The name of the key that writes into the bucket, for s3://.',
  AWS_SECRET_ACCESS_KEY: 'The key itself.',
  AWS_SESSION_TOKEN: 'What belongs to a key that holds for some time alone.',
  AWS_REGION:
    'Where the bucket lies; or AWS_DEFAULT_REGION. us-east-1 where an endpoint is named and no region.',
  AWS_ENDPOINT_URL:
    'The address of the storage, if it is not that of AWS and no flag says it; or AWS_ENDPOINT_URL_S3.',
} as const;

/** Whether a place is on no disk of this machine. */
export function isFar(to: string): boolean {
  return /^(?:ssh|s3):\/\//.test(to);
}
