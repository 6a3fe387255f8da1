"""JupyterHub for a group: one Voilà with the apps for each person, ended when unused (deploy/README.md).

    jupyterhub --config deploy/jupyterhub_config.py

What differs from place to place comes from the environment, so that this file can stay as it is; secrets come
from files. ``TESSEBS_HUB_SPAWNER`` says where servers run: ``docker`` (a container for each person; what
compose.yaml sets), ``systemd`` (one machine, a unit under each person's own account) or ``processes``
(one machine, all under the hub's account: for trying it, and for the test of this file).
"""

import os
import sys
from pathlib import Path

from tessebs_core.vocabulary import Role
from tessebs_widgets.serving.hub.choices import Choices
from tessebs_widgets.serving.hub.people import CataloguePasswords

c = get_config()  # noqa: F821

SPAWNER = os.environ.get("TESSEBS_HUB_SPAWNER", "docker")
STATE = Path(os.environ.get("TESSEBS_HUB_STATE", "/srv/jupyterhub"))
SECRETS = Path(os.environ.get("TESSEBS_HUB_SECRETS", "/run/secrets"))
ADDRESSES = os.environ.get("TESSEBS_HUB_ADDRESSES")  # a folder with NAME.toml, mode 0600, for each person
IDLE_S = int(os.environ.get("TESSEBS_HUB_IDLE", "3600"))
MEMORY = os.environ.get("TESSEBS_HUB_MEMORY", "2G")
CPUS = float(os.environ.get("TESSEBS_HUB_CPUS", "2"))
MAY_RUN_CODE = [Role(each) for each in os.environ.get("TESSEBS_HUB_CODE", "").split(",") if each]

# Who comes in: names and passwords of the catalogue. For an institute's own login instead, write
#     class People(PeopleOfCatalogue, GenericOAuthenticator): ...
# whose names must be the catalogue's, and name it here.
c.JupyterHub.authenticator_class = CataloguePasswords
c.Authenticator.auth_refresh_age = 60  # seconds until somebody who was locked out is out
c.Authenticator.refresh_pre_spawn = True
c.JupyterHub.admin_access = False  # what admins did in another's server would have the other's name

# What a person may have started: settled in Choices, for each start anew.
choices = Choices(MAY_RUN_CODE, Path(ADDRESSES) if ADDRESSES else None)
c.Spawner.options_form = choices.form
c.Spawner.options_from_form = choices.from_form
c.Spawner.pre_spawn_hook = choices.before_start
c.Spawner.mem_limit = MEMORY
c.Spawner.cpu_limit = CPUS
c.Spawner.start_timeout = 120
c.Spawner.http_timeout = 120
c.JupyterHub.concurrent_spawn_limit = 20
c.JupyterHub.active_server_limit = int(os.environ.get("TESSEBS_HUB_SERVERS", "50"))

# Nobody has it open: it ends. Servers tell the hub themselves when their kernels were last asked something,
# which an open page does now and then; what else passed the proxy does not count.
c.JupyterHub.last_activity_interval = 0
c.Spawner.environment = {"JUPYTERHUB_ACTIVITY_INTERVAL": str(max(1, min(300, IDLE_S // 4)))}
c.JupyterHub.services = [
    {
        "name": "idle-culler",
        "command": [
            sys.executable, "-m", "jupyterhub_idle_culler",
            f"--timeout={IDLE_S}", f"--cull-every={max(1, min(300, IDLE_S // 2))}",
        ],
    }
]  # fmt: skip
c.JupyterHub.load_roles = [
    {
        "name": "idle-culler",
        "services": ["idle-culler"],
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
    }
]

c.JupyterHub.db_url = f"sqlite:///{STATE / 'jupyterhub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(STATE / "cookie_secret")  # the hub makes it, mode 0600
c.ConfigurableHTTPProxy.pid_file = str(STATE / "proxy.pid")
c.JupyterHub.template_vars = {"announcement_login": "tessEBs: your name and password of the catalogue."}

if SPAWNER == "docker":
    c.JupyterHub.spawner_class = "dockerspawner.DockerSpawner"
    c.DockerSpawner.image = os.environ["TESSEBS_HUB_IMAGE"]
    c.DockerSpawner.pull_policy = "never"  # compose builds it
    c.DockerSpawner.remove = True
    c.DockerSpawner.network_name = "tessebs_inside"
    c.DockerSpawner.use_internal_ip = True
    c.DockerSpawner.volumes = {
        "tessebs_data": "/data",
        "tessebs_home_{username}": "/home/tessebs",
        f"{ADDRESSES}/{{raw_username}}.toml": {"bind": "/run/secrets/tessebs.toml", "mode": "ro"},
    }
    c.DockerSpawner.extra_host_config = {
        "cap_drop": ["ALL"],
        "security_opt": ["no-new-privileges:true"],
        "read_only": True,
        "tmpfs": {"/tmp": "size=1g,mode=1777"},
        "pids_limit": 512,
        "init": True,
    }
    c.JupyterHub.hub_bind_url = "http://0.0.0.0:8081"
    c.JupyterHub.hub_connect_url = "http://hub:8081"
    c.JupyterHub.cleanup_servers = False  # a hub that is updated takes nobody's server away
    c.ConfigurableHTTPProxy.should_start = False
    c.ConfigurableHTTPProxy.api_url = "http://proxy:8001"
    c.ConfigurableHTTPProxy.auth_token = (SECRETS / "proxy_token").read_text().strip()
else:
    c.JupyterHub.bind_url = os.environ.get("TESSEBS_HUB_BIND", "http://127.0.0.1:8000")
    c.JupyterHub.hub_port = int(os.environ.get("TESSEBS_HUB_PORT", "8081"))
    c.ConfigurableHTTPProxy.api_url = os.environ.get("TESSEBS_HUB_PROXY", "http://127.0.0.1:8001")
    c.ConfigurableHTTPProxy.command = [str(Path(sys.executable).with_name("configurable-http-proxy"))]
    programs = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    c.Spawner.environment |= {"PATH": programs}
    c.Spawner.env_keep = ["LANG", "TZ", "PYTHONPATH", "TESSEBS_DATA_DIR", "TESSEBS_LOG"]
    if ADDRESSES:
        c.Spawner.environment |= {"TESSEBS_CONFIG": lambda spawner: f"{ADDRESSES}/{spawner.user.name}.toml"}
    else:
        c.Spawner.env_keep += ["TESSEBS_CONFIG", "TESSEBS_DATABASE_URL"]

if SPAWNER == "systemd":
    c.JupyterHub.spawner_class = "systemdspawner.SystemdSpawner"
    c.SystemdSpawner.isolate_tmp = True
    c.SystemdSpawner.isolate_devices = True
    c.SystemdSpawner.disable_user_sudo = True
elif SPAWNER == "processes":
    c.JupyterHub.spawner_class = "simple"
    c.SimpleLocalProcessSpawner.home_dir_template = str(STATE / "homes" / "{username}")
elif SPAWNER != "docker":
    raise ValueError(f"TESSEBS_HUB_SPAWNER is {SPAWNER!r}; it may be docker, systemd or processes.")
