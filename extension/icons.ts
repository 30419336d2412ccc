import { LabIcon } from '@jupyterlab/ui-components';
import alertSvg from '../style/icons/alert.svg';
import offlineSvg from '../style/icons/offline.svg';
import outlineSvg from '../style/icons/project-outline.svg';
import projectSvg from '../style/icons/project.svg';
import warningSvg from '../style/icons/warning.svg';

/**
 * A project: a folder on an image, as two layers.
 */
export const projectIcon = new LabIcon({
  name: 'projects:project',
  svgstr: projectSvg
});

/**
 * A project that is neither active nor running.
 */
export const projectOutlineIcon = new LabIcon({
  name: 'projects:project-outline',
  svgstr: outlineSvg
});

/**
 * Something failed: a disc.
 */
export const alertIcon = new LabIcon({
  name: 'projects:alert',
  svgstr: alertSvg
});

/**
 * Something needs attention: a triangle.
 */
export const warningIcon = new LabIcon({
  name: 'projects:warning',
  svgstr: warningSvg
});

/**
 * The companion cannot be reached.
 */
export const offlineIcon = new LabIcon({
  name: 'projects:offline',
  svgstr: offlineSvg
});
