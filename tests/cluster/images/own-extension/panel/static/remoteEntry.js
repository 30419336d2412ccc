// Tells a test that the image's own copy, and not the mounted one, was loaded.
globalThis._JUPYTERLAB ??= {};
globalThis._JUPYTERLAB['jupyterlab-projects'] = {
  init: () => undefined,
  get: async () => () => ({
    default: {
      id: 'jupyterlab-projects:own',
      autoStart: true,
      activate: () => {
        globalThis.document.documentElement.dataset.ownProjects = '0.0.1';
      }
    }
  })
};
