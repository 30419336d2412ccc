import { aBuildOf, projectOf, refused } from './panel-model.ts';

/** Projects that the panel's tests show. */
export const penguins = projectOf('Penguins', {
  active: true,
  state: 'running',
  url: '/lab'
});
export const ocean = projectOf('Ocean heat', {
  lastUsed: '2026-11-20T10:00:00Z'
});
export const islp = projectOf('ISLP labs', {
  lastUsed: '2026-11-10T10:00:00Z'
});
export const broken = projectOf('Survey', {
  state: 'unbuilt',
  images: [],
  image: undefined,
  build: aBuildOf('survey', 'failed', {
    error: {
      ...refused('requirement-not-found').problem,
      values: { package: 'numpy', version: '9.9' },
      file: 'requirements.txt',
      line: 3
    }
  })
});
export const three = [islp, penguins, ocean];
