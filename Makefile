# 工会县域平台 · county trade-union platform. `make` alone prints help.
.DEFAULT_GOAL := help
.PHONY: help setup setup-demo demo stop logs status test test-quick check audit format bench

# The machine's own Python, 3.11 or newer, makes .venv; everything else runs in there.
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
PY := .venv/bin/python
MIGRATIONS = $(sort $(wildcard chassis/migrations/*.sql chassis/*/migrations/*.sql services/*/migrations/*.sql))

# Variables that are passed on: make demo PORT=9090 does the same as PORT=9090 make demo.
export

help: ## 显示帮助 · print this help
	@echo '工会县域平台 · county trade-union platform'
	@echo
	@grep -hE '^[a-z%-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z%-]+):.*## /  make \1|/' | column -t -s '|' 2>/dev/null \
	  || grep -hE '^[a-z%-]+:.*## ' $(MAKEFILE_LIST)
	@echo
	@echo '  变量 · variables: PORT=8080 PORT_ISSUER=8105 PORT_POSTGRES=8106 PORT_KAFKA=8107 PORT_<SERVICE>=… WORK_PORT_<SERVICE>=…'
	@echo '    MEMBERS=2000（0：空县 · empty county）  KAFKA_NODES=1|3  KAFKA_SECURITY=plain|sasl  DETACH=1  WITHOUT=browser'
	@echo '    DATABASE_URL_<SERVICE>=…  KAFKA_BOOTSTRAP_SERVERS=…  OIDC_ISSUER=…（自备 · servers of your own）'
	@echo '    ISSUER=keycloak（用 Keycloak 登录 · sign in at Keycloak）'
	@echo '  更久的测试 · longer tests (seconds, examples): FAULTS_SECONDS=15 FAULTS_SEED=<n> FAULTS_AWAY_SECONDS=13'
	@echo '    ORDERING_SECONDS=8 MACHINE_EXAMPLES=25 MACHINE_STEPS=40 GATEWAY_EXAMPLES=30'

setup: ## 安装所需（可重复，第二次很快）· install what is needed; quick the second time
	@$(PYTHON) -m deploy.local.setup all

setup-demo:
	@$(PYTHON) -m deploy.local.setup demo

demo: setup-demo ## 启动演示（DETACH=1 在后台）· start the demo, DETACH=1 in the background
	@$(PY) -m deploy.local demo

# What runs in .venv needs it to be there; only set-up makes it.
$(PY):
	@echo '尚未安装，请先运行 make setup · not installed yet, run: make setup' >&2; exit 1

stop: | $(PY) ## 停止演示 · stop the demo
	@$(PY) -m deploy.local stop

logs: | $(PY) ## 日志（FOLLOW=1 跟随，NAME=进程）· logs; FOLLOW=1 goes on, NAME=process picks one
	@$(PY) -m deploy.local logs

status: | $(PY) ## 进程状态（退出码 0 为正常）· processes and health; exit code 0 when all is well
	@$(PY) -m deploy.local status

test: setup ## 全部测试（LEGS="unit browser" 选择）· all tests; LEGS picks
	@$(PY) -m tests.legs $(LEGS)

test-quick: setup-demo ## 不需服务器的测试 · tests that need no server
	@$(PY) -m tests.legs unit

# `make -k check` goes on after the first that fails.
CHECKS := check-format check-lint check-types check-imports check-sql check-dependencies check-contracts
.PHONY: $(CHECKS)
check: $(CHECKS) ## 格式、类型、依赖、迁移、契约 · format, types, imports, migrations, contracts

$(CHECKS): | setup-demo
check-format:
	.venv/bin/ruff format --check
check-lint:
	.venv/bin/ruff check
check-types:
	.venv/bin/mypy
check-imports:
	.venv/bin/lint-imports
check-sql:
	.venv/bin/squawk $(MIGRATIONS)
check-dependencies:
	.venv/bin/deptry .
check-contracts:
	$(PY) -m cli.schemas --check

audit: setup-demo ## 已知漏洞核对（每周，需联网）· known vulnerabilities in what the lock files name; weekly
	@$(PY) -m deploy.local.audit

format: setup-demo ## 整理格式 · format the code
	.venv/bin/ruff format
	.venv/bin/ruff check --fix

bench: setup-demo ## 全部测速 · all benchmarks, one JSON line each
	@$(PY) -m bench

bench-%: setup-demo ## 一项测速 · one benchmark: make bench-<leg>
	@$(PY) -m bench $*
