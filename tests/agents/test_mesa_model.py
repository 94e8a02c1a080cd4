"""The Mesa model as Mesa's own tools and a modeller use it, on every Mesa we allow."""

from __future__ import annotations

import gc
import inspect
import pickle
import weakref

import mesa
import numpy as np
import pytest

from agents.chance import Chance
from agents.mesa_model import NationAgent, PartnershipModel
from agents.run import play
from agents.scripted import Scripted
from scenarios.build import GameFactory, new_game, seeds_for
from scenarios.load import load
from sim.errors import UnknownName
from sim.measures import MEASURES, measure
from sim.record import Header, Recorder, parse, replay

TURNS = 8
MODERN = "rng" in inspect.signature(mesa.batch_run).parameters


@pytest.fixture(scope="module")
def scenario():
    return load("first-steps")


@pytest.fixture(scope="module")
def game(scenario):
    return new_game(scenario, seeds_for(5, 3))


@pytest.fixture(scope="module")
def ends(game):
    """Digests of the final states of the game's runs, played without Mesa."""
    end = play(game)
    return [end.digest(row) for row in range(end.rows)]


def batch(game, **parameters):
    """Mesa's batch runner over our model, one row of results for each run (and agent)."""
    return mesa.batch_run(
        PartnershipModel, {"game": game, **parameters}, number_processes=1, display_progress=False
    )


def played(*args, turns: int = TURNS, **options) -> PartnershipModel:
    model = PartnershipModel(*args, **options)
    for _ in range(turns):
        model.step()
    return model


# A run


def test_a_model_runs_to_the_end_of_the_scenario_and_stops(game, ends):
    model = PartnershipModel(game)
    assert model.running
    model.run_model()
    assert not model.running
    assert model.over
    assert model.state.turn == model.world.turns == TURNS
    assert model.digest() == ends[0]


def test_a_step_after_the_end_changes_nothing(game, ends):
    model = played(game, turns=TURNS + 2)
    assert model.digest() == ends[0]
    assert len(model.datacollector.get_model_vars_dataframe()) == TURNS + 1


def test_run_chooses_a_row_of_the_game(game, ends):
    assert [played(game, run=row).digest() for row in range(3)] == ends


@pytest.mark.parametrize("run", [-1, 3])
def test_a_run_that_the_game_does_not_have_is_refused(game, run):
    with pytest.raises(IndexError, match=f"run {run} of a game with the runs 0 to 2"):
        PartnershipModel(game, run=run)


@pytest.mark.parametrize("default", ["doctrine", "chance", "scripted"])
@pytest.mark.parametrize("name", ["first-steps", "pfp-1994"])
def test_nations_asked_one_by_one_decide_as_they_do_together(name, default):
    scenario = load(name)
    iso = [nation.iso3 for nation in scenario.nations]
    seats = {iso[0]: Chance(), iso[2]: Scripted(accepts=("*",))}
    game = new_game(scenario, seeds_for(9, 1), default=default, seats=seats)
    together, alone = PartnershipModel(game), PartnershipModel(game, one_by_one=True)
    for _ in range(3):
        together.step()
        alone.step()
        assert alone.digest() == together.digest()


def test_the_order_in_which_agents_are_asked_changes_nothing(game, ends):
    class Shuffled(PartnershipModel):
        def decide(self):
            self.agents.shuffle(inplace=True)
            return super().decide()

    assert played_as(Shuffled, game).digest() == ends[0]


def played_as(kind, game) -> PartnershipModel:
    model = kind(game, one_by_one=True)
    model.run_model()
    return model


def test_to_decide_moves_nothing_and_can_be_repeated(game, ends):
    model = PartnershipModel(game)
    for _ in range(TURNS):
        model.decide()
        model.nation("HAL").decide(keep=True).orders()
        model.step()
    assert model.digest() == ends[0]


def test_a_model_can_be_recorded_and_replayed(game, ends):
    model = PartnershipModel(game, run=1)
    start = model.state
    recorder = Recorder(Header("0", model.luck, model.digest(), {}, ""))
    while not model.over:
        moves = model.decide()
        model.step()
        recorder.add(model.world, moves, model.state)
    *_, last = replay(parse(recorder.text()), model.world, start)
    assert last.after.digest() == ends[1]


# Seeds


def test_a_function_from_seed_to_game_takes_the_seed_as_rng_or_seed(scenario, ends):
    models = [played(GameFactory(scenario), rng=5), played(GameFactory(scenario), seed=np.int64(5))]
    assert [model.luck for model in models] == [5, 5]
    assert [model.digest() for model in models] == [ends[0]] * 2


@pytest.mark.parametrize(
    "make",
    [lambda: np.random.SeedSequence(3), lambda: [1, 2, 3], lambda: np.random.default_rng(3)],
)
def test_other_seeds_of_mesa_give_a_seed_each(scenario, make):
    lucks = {PartnershipModel(GameFactory(scenario), rng=make()).luck for _ in range(2)}
    assert len(lucks) == 1


def test_without_a_seed_every_model_has_luck_of_its_own_and_tells_it(scenario):
    models = [played(GameFactory(scenario)) for _ in range(2)]
    assert models[0].luck != models[1].luck
    assert played(GameFactory(scenario), rng=models[0].luck).digest() == models[0].digest()


def test_seeds_that_mean_nothing_are_refused(game, scenario):
    with pytest.raises(ValueError, match="a Game carries its own luck"):
        PartnershipModel(game, seed=5)
    with pytest.raises(ValueError, match="rng or seed, not both"):
        PartnershipModel(GameFactory(scenario), seed=5, rng=5)
    with pytest.raises(ValueError, match=r"seed -1 is not from 0 to 2\*\*64 - 1"):
        PartnershipModel(GameFactory(scenario), seed=-1)
    with pytest.raises(TypeError, match="game is 'first-steps': neither a Game nor"):
        PartnershipModel("first-steps")


# Agents


def test_there_is_an_agent_for_each_nation_in_the_scenarios_order(game, scenario):
    model = PartnershipModel(game)
    assert [agent.iso for agent in model.agents] == [nation.iso3 for nation in scenario.nations]
    assert [agent.index for agent in model.agents] == list(range(len(scenario.nations)))
    assert all(isinstance(agent, NationAgent) for agent in model.agents)


def test_an_agent_tells_what_the_state_says(game):
    model = played(game, turns=5)
    state = model.state
    vel, hal = model.nation("VEL"), model.nation("HAL")
    assert (vel.name, vel.policy.name, vel.exists) == ("Velmark", "doctrine", True)
    assert hal.status == "member of the sponsor"
    assert vel.will == state["will"][0, vel.index]
    assert vel.depth == state["depth"][0, vel.index, 0]
    assert vel.trust_in("HAL") == state.trust[0, vel.index, hal.index]
    assert vel.interoperability_with("HAL") == state["interop"][0, :, vel.index, hal.index].min()
    with pytest.raises(UnknownName, match="did you mean 'HAL'"):
        vel.trust_in("HALL")


def test_an_agent_cannot_be_written_to(game):
    agent = PartnershipModel(game).nation("HAL")
    for name in ("index", "iso", "name", "status", "depth", "will", "observation", "policy"):
        with pytest.raises(AttributeError):
            setattr(agent, name, 0)


def test_an_agent_sees_its_own_rows_only(game):
    agent = PartnershipModel(game).nation("VEL")
    assert agent.observation["will"].shape == (1, 1)
    with pytest.raises(UnknownName, match="no visible field 'depth'"):
        agent.observation["depth"]


def test_an_agents_deliberation_keeps_its_reasons_on_request(game):
    agent = PartnershipModel(game).nation("VEL")
    asked, silent = agent.decide(keep=True), agent.decide()
    asked.orders()
    silent.orders()
    assert asked.books.choices
    assert not silent.books.choices


def test_a_world_without_programmes_has_agents_without_status(scenario):
    bare = scenario.model_copy(update={"programmes": []})
    agent = PartnershipModel(new_game(bare, seeds_for(1, 1), default="chance")).nation("VEL")
    assert (agent.status, agent.depth) == ("", 0.0)


# Mesa's clients


def test_the_collector_has_every_measure_at_the_start_and_after_each_turn(game):
    model = PartnershipModel(game, run=2)
    rows = []
    for _ in range(3):
        rows.append({name: v[0] for name, v in measure(model.world, model.state).items()})
        model.step()
    table = model.datacollector.get_model_vars_dataframe()
    assert list(table.columns) == ["luck", *MEASURES]
    assert table[list(MEASURES)].to_dict("records")[:3] == rows
    assert set(table["luck"]) == {int(game.seeds[2])}


def test_the_collector_asks_only_what_it_is_told_to(game):
    model = played(game, measures=["trust"])
    assert list(model.datacollector.get_model_vars_dataframe().columns) == ["luck", "trust"]
    with pytest.raises(UnknownName, match="no measure 'trusty'"):
        PartnershipModel(game, measures=["trusty"])


def test_the_collector_asks_every_agent(game):
    model = played(game, turns=2)
    table = model.datacollector.get_agent_vars_dataframe()
    assert len(table) == 3 * model.world.dims.N
    assert list(table.loc[2]["own_will"]) == [agent.will for agent in model.agents]


def test_a_collector_of_ones_own_drives_the_model_as_well(game):
    class Mine(PartnershipModel):
        def __init__(self, game):
            super().__init__(game)
            self.datacollector = mesa.DataCollector(
                model_reporters={"signatories": lambda model: model.measure("signatories")},
                agent_reporters={"status": "status"},
            )

    model = Mine(game)
    model.run_model()
    found = model.datacollector.get_model_vars_dataframe()["signatories"].iloc[-1]
    assert found == model.measure("signatories")


def test_nothing_in_a_row_of_results_has_the_name_of_something_else(game):
    collector = PartnershipModel(game).datacollector
    names = [*collector.model_reporters, *collector.agent_reporters, "RunId", "iteration", "Step"]
    names += inspect.signature(PartnershipModel).parameters
    assert len(names) == len(set(names))


def by_run(rows, key="trust"):
    return {row["run"]: row[key] for row in rows}


def test_batch_run_plays_the_rows_of_a_game_to_their_end(game):
    rows = batch(game, run=[0, 1, 2])
    end = measure(game.world, play(game))
    assert len(rows) == 3 * game.world.dims.N
    assert {row["Step"] for row in rows} == {TURNS}
    for name in ("trust", "signatories", "will"):
        assert by_run(rows, name) == dict(enumerate(end[name].tolist()))
    last = played(game, run=2)
    assert {r["luck"] for r in rows if r["run"] == 2} == {last.luck}


def test_batch_run_reports_the_agents_of_the_last_turn(scenario):
    rows = batch(GameFactory(scenario), rng=[5])
    model = played(GameFactory(scenario), rng=5)
    told = [(row["iso"], row["status"], row["own_depth"]) for row in rows]
    assert told == [(agent.iso, agent.status, agent.depth) for agent in model.agents]


def test_batch_run_takes_turns_and_periods(game):
    rows = mesa.batch_run(
        PartnershipModel,
        {"game": game, "measures": [("trust",)]},
        number_processes=1,
        max_steps=5,
        data_collection_period=1,
        display_progress=False,
    )
    one = [row for row in rows if row["iso"] == "HAL"]
    table = played(game, turns=5).datacollector.get_model_vars_dataframe()
    assert [row["Step"] for row in one] == list(range(6))
    assert [row["trust"] for row in one] == table["trust"].tolist()


def test_batch_run_gives_seeds_as_a_parameter(scenario, ends):
    rows = batch(GameFactory(scenario), rng=[5, 6])
    trust = {row["rng"]: row["trust"] for row in rows}
    assert trust == {s: played(GameFactory(scenario), rng=s).measure("trust") for s in (5, 6)}


@pytest.mark.skipif(not MODERN, reason="batch_run takes rng from Mesa 3.4 on")
def test_batch_run_gives_seeds_of_its_own(scenario):
    rows = mesa.batch_run(
        PartnershipModel,
        {"game": GameFactory(scenario)},
        number_processes=1,
        rng=[5, 6],
        display_progress=False,
    )
    assert {row["luck"] for row in rows} == {5, 6}


def test_batch_run_works_in_several_processes(game):
    rows = mesa.batch_run(
        PartnershipModel,
        {"game": game, "run": [0, 1, 2]},
        number_processes=2,
        display_progress=False,
    )
    assert by_run(rows) == by_run(batch(game, run=[0, 1, 2]))


def test_a_model_can_be_pickled_in_the_middle_of_a_run(game, ends):
    copy = pickle.loads(pickle.dumps(played(game, turns=3)))
    while not copy.over:
        copy.step()
    assert copy.digest() == ends[0]


def test_a_model_nobody_holds_is_let_go(game):
    model = played(game, turns=1)
    watch = weakref.ref(model)
    del model
    gc.collect()
    assert watch() is None
