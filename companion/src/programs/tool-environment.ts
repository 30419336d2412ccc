/** Our environment, of which programs that we run may see a part. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Variables for programs, certificates, temporary files and the time zone. */
const COMMON = [
  'PATH',
  'TMPDIR',
  'TZ',
  'LD_LIBRARY_PATH',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'CURL_CA_BUNDLE',
  'GIT_SSL_CAINFO',
  'GIT_SSL_CAPATH'
];

const PROXIES = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY'];

/** Variables of a person that uv, pip and the build of a package also need. */
const PYTHON = [
  'HOME',
  'USER',
  'LOGNAME',
  'LANG',
  'LC_ALL',
  'LC_CTYPE',
  'XDG_CONFIG_HOME',
  'XDG_DATA_HOME',
  'REQUESTS_CA_BUNDLE',
  'NODE_EXTRA_CA_CERTS',
  'PIP_CERT',
  'PIP_CONFIG_FILE',
  'PIP_INDEX_URL',
  'PIP_EXTRA_INDEX_URL',
  'PIP_FIND_LINKS',
  'CC',
  'CXX',
  'CFLAGS',
  'CXXFLAGS',
  'LDFLAGS'
];

/** uv's own settings, without those that say where things go: that is ours. */
const UV =
  /^UV_((DEFAULT_|EXTRA_)?INDEX(_.+)?|FIND_LINKS|HTTP_.+|NATIVE_TLS|SYSTEM_CERTS|INSECURE_HOST|KEYRING_PROVIDER|OFFLINE|CONCURRENT_.+|PYTHON_INSTALL_.+|CONFIG_FILE)$/;

/** Choose git's environment: no configuration of the user or the machine. */
export function gitEnvironment(environment: Environment): Env {
  return pick(environment, name => COMMON.includes(name));
}

/** Choose uv's environment, with the user's index, proxies and compiler. */
export function uvEnvironment(environment: Environment): Env {
  return pick(
    environment,
    name =>
      COMMON.includes(name) ||
      PROXIES.includes(name.toUpperCase()) ||
      PYTHON.includes(name) ||
      UV.test(name)
  );
}

type Env = Record<string, string>;

function pick(
  environment: Environment,
  wanted: (name: string) => boolean
): Env {
  return Object.fromEntries(
    Object.entries(environment).filter(
      (entry): entry is [string, string] =>
        wanted(entry[0]) && entry[1] !== undefined
    )
  );
}
