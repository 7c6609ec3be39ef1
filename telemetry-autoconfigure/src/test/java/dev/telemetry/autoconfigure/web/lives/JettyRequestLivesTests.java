package dev.telemetry.autoconfigure.web.lives;

class JettyRequestLivesTests extends RequestLivesContract {

	@Override
	ServletServer container() {
		return ServletServer.JETTY;
	}

}
