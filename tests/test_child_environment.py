from tessebs_core.child_environment import child_environment

SECRET = "9f3b-secret"
SECRETS = (
    "TESSEBS_DATABASE_URL", "TESSEBS_ADMIN_DATABASE_URL", "TESSEBS_LEGACY_SOURCE", "TESSEBS_CONFIG",
    "MYSQL_PWD",
    "AWS_SECRET_ACCESS_KEY", "GITHUB_TOKEN", "MAST_API_TOKEN", "JUPYTERHUB_API_TOKEN", "JPY_API_TOKEN",
    "JUPYTER_TOKEN", "SSH_AUTH_SOCK", "PGPASSWORD", "XDG_SESSION_COOKIE", "PYTHON_KEYRING", "ANYTHING",
)  # fmt: skip


def test_what_is_not_known_to_hold_no_secret_is_left_out():
    assert child_environment(dict.fromkeys(SECRETS, SECRET)) == {}


def test_what_a_kernel_needs_is_kept():
    needed = {
        "PATH": "/usr/bin", "HOME": "/home/ada", "LOGNAME": "ada", "LC_ALL": "C.UTF-8", "TZ": "UTC",
        "PYTHONPATH": "/src", "TMPDIR": "/scratch", "XDG_CACHE_HOME": "/cache",
        "REQUESTS_CA_BUNDLE": "/ca.pem",
        "OMP_NUM_THREADS": "2", "NUMBA_CACHE_DIR": "/numba", "no_proxy": "localhost",
    }  # fmt: skip
    assert child_environment(needed | {"TOKEN": SECRET}) == needed


def test_a_proxy_is_kept_without_its_login():
    proxies = {
        "https_proxy": f"http://ada:{SECRET}@proxy.example.org:3128/",
        "HTTP_PROXY": f"ada:p@{SECRET}/@proxy.example.org:3128",
        "ALL_PROXY": "socks5://proxy.example.org:1080",
    }
    assert child_environment(proxies) == {
        "https_proxy": "http://proxy.example.org:3128/",
        "HTTP_PROXY": "proxy.example.org:3128",
        "ALL_PROXY": "socks5://proxy.example.org:1080",
    }
