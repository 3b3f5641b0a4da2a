# Every target is one line; what it does is in scripts/, Maven or npm.

.PHONY: run test interop bogo fuzz sidechannel bench chart image ui

run:
	@scripts/run $(ARGS)

test:
	@scripts/test

interop:
	@scripts/interop $(PEERS)

bogo:
	@scripts/bogo $(TEST)

fuzz:
	@scripts/fuzz $(TARGET)

sidechannel:
	@scripts/sidechannel

bench:
	@scripts/bench

chart:
	@scripts/chart

image:
	@scripts/image

ui:
	@admin-ui/bin/build && npm --prefix admin-ui run --silent verify
