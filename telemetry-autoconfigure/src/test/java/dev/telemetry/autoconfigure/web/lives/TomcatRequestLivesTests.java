package dev.telemetry.autoconfigure.web.lives;

class TomcatRequestLivesTests extends RequestLivesContract {

	@Override
	ServletServer container() {
		return ServletServer.TOMCAT;
	}

}
