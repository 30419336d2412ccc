c.LabApp.extra_labextensions_path = ["/srv/venv/share/jupyter/labextensions"]
