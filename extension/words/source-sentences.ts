import type { Sentence } from './sentence.ts';

/**
 * A request with an invalid field; most come from the new-project form.
 */
export const invalidRequest: Sentence = (trans, { reason }, { field }) => {
  if (reason === 'credentials') {
    return trans.__('Remove the password from the link. It is not sent.');
  }
  if (field === 'source' && !reason) {
    return trans.__(
      'Not a repository link yet. Example: https://github.com/owner/repo'
    );
  }
  if (field === 'ref') {
    return trans.__('This cannot be the name of a branch, tag or commit.');
  }
  return field === 'name'
    ? trans.__(
        'A folder’s name has lower-case letters, digits, dots and dashes, and at most 63 of them.'
      )
    : undefined;
};

/**
 * A source that this site takes nothing from.
 */
export const sourceNotAllowed: Sentence = (trans, { reason, host, scheme }) => {
  if (reason === 'doi') {
    return trans.__(
      'This machine builds git repositories. A DOI needs a site with BinderHub.'
    );
  }
  if (reason === 'scheme' && scheme) {
    return trans.__('This site takes no %1 links. Use an https link.', scheme);
  }
  return reason === 'private' && host
    ? trans.__(
        '%1 is on a private network, which this site takes no repositories from.',
        host
      )
    : undefined;
};

/**
 * A source that another project has already, or a folder name that is taken.
 */
export const projectExists: Sentence = (trans, values, failure) => {
  const { title, folder, name = folder } = values;
  if (failure.field === 'name' || title === undefined) {
    return name && trans.__('There is a folder %1 already.', name);
  }
  return trans.__('You have this already: %1.', title);
};

/**
 * A repository that is not there, or not public.
 */
export const sourceNotFound: Sentence = (trans, values) => {
  const { repository, provider, host } = values;
  const named: Partial<Record<string, string>> = { gh: 'GitHub', gl: 'GitLab' };
  const site = named[provider ?? ''];
  if (!repository) {
    return undefined;
  }
  return site
    ? trans.__(
        '%1 has no public repository %2. Check the spelling.',
        site,
        repository
      )
    : trans.__(
        '%1 has no public repository at %2. Check the spelling.',
        host ?? '',
        repository
      );
};
