package dev.starling.testnet.scenario;

/** Members start at random moments within the first second; the first slot waits for as many as the charter says. */
final class FirstContact implements Scenario {
    @Override
    public String name() {
        return "first-contact";
    }

    @Override
    public String claim() {
        return "members that start one after the other, in any order, find each other and agree";
    }

    @Override
    public void plan(Stage stage) {
        for (var member : stage.founders()) {
            stage.simulation().at(stage.chance().nextLong(Stage.SECOND), member::start);
        }
    }
}
