import { gitEnvironment, uvEnvironment } from './tool-environment.ts';

const ours = {
  PATH: '/bin',
  HOME: '/home/ada',
  SSL_CERT_FILE: '/certs.pem',
  https_proxy: 'http://proxy.test',
  UV_DEFAULT_INDEX: 'https://index.test/simple',
  UV_CACHE_DIR: '/theirs',
  UV_PYTHON_DOWNLOADS: 'automatic',
  PYTHONPATH: '/theirs',
  VIRTUAL_ENV: '/theirs',
  CONDA_PREFIX: '/theirs',
  JUPYTER_TOKEN: 's3cret',
  PROJECTS_TOKEN: 's3cret',
  GIT_CONFIG_COUNT: '1',
  GIT_SSH_COMMAND: 'sh -c evil',
  LANG: undefined
};

test('git sees certificates, and no home, proxy or setting of ours', () => {
  expect(gitEnvironment(ours)).toEqual({
    PATH: '/bin',
    SSL_CERT_FILE: '/certs.pem'
  });
});

test('uv sees the user’s index and proxy, and no token or Python of ours', () => {
  expect(uvEnvironment(ours)).toEqual({
    PATH: '/bin',
    HOME: '/home/ada',
    SSL_CERT_FILE: '/certs.pem',
    https_proxy: 'http://proxy.test',
    UV_DEFAULT_INDEX: 'https://index.test/simple'
  });
});
