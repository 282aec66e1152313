import { memoryChannel } from '../../../src/delivery/channels/memory.ts';
import { nullChannel } from '../../../src/delivery/channels/null.ts';
import { contract } from './contract.ts';

contract('null', async () => {
  const channel = nullChannel('null', { everybody: 'en' });
  return { channel, arrived: async () => 1, fail: {}, heal: () => undefined };
});

contract('memory', async () => {
  const channel = memoryChannel('memory', { everybody: 'en' });
  return { channel, arrived: async () => channel.arrived.length, fail: {}, heal: () => undefined };
});
