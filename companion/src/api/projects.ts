import {
  AdoptRequest,
  BuildRequest,
  CreateRequest,
  DuplicateRequest,
  PatchRequest,
  ResolveRequest,
  StopRequest
} from '../contract/contract.ts';
import { parse } from '../base/errors.ts';
import { apiRouter, bodyOf, clientSignal, param, userOf } from './api.ts';
import type { ApiRouter } from './api.ts';
import type { Adoption } from '../projects/adoption.ts';
import type { Copies } from '../projects/copies.ts';
import type { ProjectBuilds } from '../projects/project-builds.ts';
import type { Projects } from '../projects/projects.ts';

export interface ProjectRoutesDeps {
  readonly projects: Projects;
  readonly projectBuilds: ProjectBuilds;
  readonly copies: Pick<Copies, 'begin'>;
  readonly adoption: Adoption;
}

export function projectRoutes({
  projects,
  projectBuilds,
  copies,
  adoption
}: ProjectRoutesDeps): ApiRouter {
  const router = apiRouter();

  router.post('/sources/resolve', async ctx => {
    const request = parse(ResolveRequest, bodyOf(ctx));
    ctx.body = await projects.preview(userOf(ctx), request, clientSignal(ctx));
  });

  router.get('/projects', async ctx => {
    ctx.body = await projects.list(userOf(ctx));
  });

  router.post('/projects', async ctx => {
    const request = parse(CreateRequest, bodyOf(ctx));
    ctx.body = await projectBuilds.create(
      userOf(ctx),
      request,
      clientSignal(ctx)
    );
    ctx.status = 202;
  });

  router.get('/projects/:id', async ctx => {
    ctx.body = await projects.get(userOf(ctx), param(ctx, 'id'));
  });

  router.patch('/projects/:id', async ctx => {
    const request = parse(PatchRequest, bodyOf(ctx));
    const id = param(ctx, 'id');
    ctx.body = await projects.change(userOf(ctx), id, request);
  });

  router.delete('/projects/:id', async ctx => {
    const trashed = await projects.remove(userOf(ctx), param(ctx, 'id'));
    if (trashed) {
      ctx.body = trashed;
    } else {
      ctx.status = 204;
    }
  });

  router.post('/projects/:id/builds', async ctx => {
    const request = parse(BuildRequest, bodyOf(ctx));
    const id = param(ctx, 'id');
    ctx.body = await projectBuilds.rebuild(
      userOf(ctx),
      id,
      request,
      clientSignal(ctx)
    );
    ctx.status = 202;
  });

  router.post('/projects/:id/stop', async ctx => {
    const { page } = parse(StopRequest, bodyOf(ctx));
    ctx.body = await projects.stop(userOf(ctx), param(ctx, 'id'), page);
  });

  router.post('/projects/:id/duplicate', async ctx => {
    const request = parse(DuplicateRequest, bodyOf(ctx));
    ctx.body = await copies.begin(userOf(ctx), param(ctx, 'id'), request);
    ctx.status = 202;
  });

  router.post('/projects/:id/adopt', async ctx => {
    const request = parse(AdoptRequest, bodyOf(ctx));
    ctx.body = await adoption.adopt(
      userOf(ctx),
      param(ctx, 'id'),
      request,
      clientSignal(ctx)
    );
    ctx.status = 202;
  });

  return router;
}
