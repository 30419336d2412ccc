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

it('is exactly the public origin, where a proxy stands before it', () => {
  const site = siteOf({
    ...{ host: '0.0.0.0', port: 8000 },
    publicOrigin: 'https://projects.example'
  });

  expect(site).toEqual({
    base: '/services/projects/',
    hosts: new Set(['projects.example']),
    scheme: 'https',
    port: 443,
    cookie: '__Host-projects-session-443'
  });
  expect(
    siteOf({
      ...{ host: '0.0.0.0', port: 8000 },
      publicOrigin: 'http://projects.example:8080'
    })
  ).toMatchObject({ hosts: new Set(['projects.example:8080']), port: 8080 });
});
