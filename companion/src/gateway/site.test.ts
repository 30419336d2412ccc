import { originOf, siteOf } from './site.ts';

const hosts = (host: string, port = 8888, more: string[] = []) =>
  [...siteOf({ host, port, hosts: more }).hosts].sort();

const LOOPBACK = ['127.0.0.1:8888', '[::1]:8888', 'localhost:8888'];

it.each(['127.0.0.1', 'localhost', '::1'])(
  'every loopback name is ours on %s',
  host => {
    expect(hosts(host)).toEqual(LOOPBACK);
  }
);

it('an address is ours alone, and a wildcard only with its names', () => {
  expect(hosts('192.168.1.2')).toEqual(['192.168.1.2:8888']);
  expect(hosts('fd00::1')).toEqual(['[fd00::1]:8888']);
  expect(hosts('0.0.0.0')).toEqual(LOOPBACK);
  expect(hosts('0.0.0.0', 8888, ['Lab.example'])).toContain('lab.example');
});

it('browsers leave out the standard port', () => {
  expect(hosts('127.0.0.1', 80)).toEqual(
    expect.arrayContaining(['127.0.0.1', '127.0.0.1:80', 'localhost'])
  );
});

it('prints the address that is listened on', () => {
  expect(originOf({ host: '127.0.0.1', port: 1 })).toBe('http://127.0.0.1:1');
  expect(originOf({ host: '0.0.0.0', port: 1 })).toBe('http://127.0.0.1:1');
  expect(originOf({ host: '::1', port: 1 })).toBe('http://[::1]:1');
});
