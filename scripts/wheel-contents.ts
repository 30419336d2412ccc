/** What a wheel of the extension has to hold, and what not. */
const SHARE = 'data/share/jupyter/labextensions/jupyterlab-projects';

/** What JupyterLab loads; without `artifacts` in pyproject.toml it is not there. */
const NEEDED = [
  new RegExp(`${SHARE}/package\\.json$`),
  new RegExp(`${SHARE}/install\\.json$`),
  new RegExp(`${SHARE}/static/remoteEntry\\.[0-9a-f]+\\.js$`),
  new RegExp(`${SHARE}/schemas/jupyterlab-projects/.+\\.json$`),
  /dist-info\/licenses\/LICENSE$/
];

/** What must not be in it. */
const FOREIGN = [/node_modules/, /companion/, /\.test\./, /\.tool/];

/** What is wrong with a wheel of these files, one line each. */
export function faults(files: readonly string[]): string[] {
  return [
    ...NEEDED.filter(need => !files.some(file => need.test(file))).map(
      need => `has no file ${need.source}`
    ),
    ...files
      .filter(file => FOREIGN.some(foreign => foreign.test(file)))
      .map(file => `should not have ${file}`)
  ];
}
