package io.jenkins.plugins.codedeploy.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.codedeploy.engine.deploy.EngineTimes;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnginesTest {
    @AfterEach
    void forget() {
        System.clearProperty(Engines.SILENCE);
        System.clearProperty(Engines.SPEED);
    }

    @Test
    void areAsPatientAsTheyAreUnlessToldOtherwise() {
        System.clearProperty(Engines.SPEED);
        assertEquals(EngineTimes.DEFAULTS, Engines.times());
        assertEquals(Duration.ofMinutes(30), Engines.times().watch().silence());
    }

    @ParameterizedTest
    @CsvSource({"45, PT45M", "2h, PT2H", "90s, PT1M30S"})
    void areAsPatientAsTheAdministratorWants(String told, Duration silence) {
        System.setProperty(Engines.SILENCE, told);
        assertEquals(silence, Engines.times().watch().silence());
        System.setProperty(Engines.SPEED, "20");
        assertEquals(silence, Engines.times().watch().silence());
    }
}
